package dev.platte.omaha.cup;

import dev.platte.omaha.value.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.interfaces.ECKey;
import java.security.spec.ECParameterSpec;

/** What a CUP signature covers. */
final class Signed {

    private static final int P256_BITS = 256;

    /** The second of the two hashes is the algorithm's own. */
    static final String ALGORITHM = "SHA256withECDSA";

    private Signed() {}

    /**
     * SHA-256 of the raw hashes of request and response and the text of the challenge. ECDSA then
     * hashes this digest again: Google's and Chromium's clients verify it so, whatever the prose of
     * the specification says.
     */
    static byte[] message(Sha256 request, byte[] responseBody, CupChallenge challenge) {
        ByteArrayOutputStream message = new ByteArrayOutputStream(160);
        message.writeBytes(request.bytes());
        message.writeBytes(Sha256.of(responseBody).bytes());
        message.writeBytes(challenge.text().getBytes(StandardCharsets.UTF_8));
        return Sha256.of(message.toByteArray()).bytes();
    }

    static void requireP256(Key key) {
        if (!(key instanceof ECKey ec) || !isP256(ec.getParams())) {
            throw new IllegalArgumentException(
                    "CUP signs with P-256; the key is of another kind: " + key.getAlgorithm());
        }
    }

    private static boolean isP256(ECParameterSpec params) {
        return params.getOrder().equals(DerSignature.ORDER)
                && params.getCurve().getField().getFieldSize() == P256_BITS;
    }
}
