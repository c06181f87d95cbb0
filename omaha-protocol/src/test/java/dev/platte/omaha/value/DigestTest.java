package dev.platte.omaha.value;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestTest {

    private static final byte[] CONTENT = "testing\n".getBytes(US_ASCII);
    private static final String SHA1_BASE64 = "mAFznarkTsUpPU4fU9P00tQm2Rw=";
    private static final String SHA256_BASE64 = "EqYfThc/s6EcBdZHH3Ryj3YjG0pfzZZnzvOvh6OuTcI=";
    private static final String SHA256_HEX =
            "12a61f4e173fb3a11c05d6471f74728f76231b4a5fcd9667cef3af87a3ae4dc2";

    @Test
    void digestsSpeakHexAndBase64() {
        assertThat(Sha1.of(CONTENT).base64()).isEqualTo(SHA1_BASE64);
        assertThat(Sha256.of(CONTENT).base64()).isEqualTo(SHA256_BASE64);
        assertThat(Sha256.of(CONTENT).hex()).isEqualTo(SHA256_HEX);
    }

    @Test
    void sameDigestIsReadFromEveryForm() {
        assertThat(Sha256.ofHex(SHA256_HEX.toUpperCase(Locale.ROOT)))
                .isEqualTo(Sha256.ofBase64(SHA256_BASE64))
                .isEqualTo(Sha256.ofText(SHA256_HEX))
                .isEqualTo(Sha256.ofText(SHA256_BASE64))
                .isEqualTo(Sha256.ofDigest(Sha256.of(CONTENT).bytes()))
                .hasSameHashCodeAs(Sha256.of(CONTENT));
        assertThat(Sha1.ofHex(Sha1.of(CONTENT).hex())).isEqualTo(Sha1.ofBase64(SHA1_BASE64));
    }

    @Test
    void digestCannotBeChangedThroughItsBytes() {
        Sha256 digest = Sha256.of(CONTENT);
        digest.bytes()[0] ^= 1;

        assertThat(digest.hex()).isEqualTo(SHA256_HEX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "12", "EqYfThc/s6EcBdZHH3Ryj3YjG0pfzZZnzvOvh6OuTcI", SHA256_HEX + "0"})
    void otherTextIsNoDigest(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.ofText(text));
        assertThatIllegalArgumentException().isThrownBy(() -> Sha1.ofBase64(text));
        assertThatIllegalArgumentException().isThrownBy(() -> Sha1.ofHex(text));
    }

    @Test
    void wrongLengthIsNoDigest() {
        assertThatIllegalArgumentException().isThrownBy(() -> Sha256.ofDigest(new byte[20]));
    }
}
