package dev.platte.payload.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.platte.keys.verify.TrustSet;
import dev.platte.payload.apply.Expected;
import dev.platte.payload.apply.PayloadVerifier;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.Vectors;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PayloadSignerTest {
    @TempDir Path directory;

    @Test
    void whatTheRealToolLeftUnsignedBecomesWhatItSigned() throws Exception {
        Path out = directory.resolve("signed.crau");
        PayloadSigner.prepare(
                unsigned(), new Signing.Now(List.of(Vectors.privateKey("key-1"))), out);
        assertThat(Files.readAllBytes(out)).isEqualTo(Vectors.bytes("full-signed.crau"));
    }

    @Test
    void twoKeysSignInTheirOrder() throws Exception {
        Path out = directory.resolve("signed.crau");
        Signing both =
                new Signing.Now(List.of(Vectors.privateKey("key-1"), Vectors.privateKey("key-2")));
        PayloadSigner.prepare(unsigned(), both, out);
        assertThat(Files.readAllBytes(out)).isEqualTo(Vectors.bytes("full-two-signatures.crau"));
    }

    @Test
    void twoStepsEndInTheBytesOfOne() throws Exception {
        Path prepared = directory.resolve("prepared.crau");
        Path out = directory.resolve("signed.crau");
        byte[] toSign =
                PayloadSigner.prepare(unsigned(), new Signing.Later(List.of(256, 256)), prepared)
                        .toSign()
                        .bytes();
        assertRefusedByClients(Files.readAllBytes(prepared));
        List<byte[]> signatures =
                List.of(
                        Vectors.privateKey("key-1").sign(toSign),
                        Vectors.privateKey("key-2").sign(toSign));
        PayloadSigner.attach(prepared, signatures, TrustSet.none(), out);
        assertThat(Files.readAllBytes(out)).isEqualTo(Vectors.bytes("full-two-signatures.crau"));
    }

    @Test
    void creatingWithRoomAndAttachingEqualsCreatingSigned() throws Exception {
        Path image = Files.write(directory.resolve("image"), Vectors.image());
        Path once = directory.resolve("once.crau");
        Path prepared = directory.resolve("prepared.crau");
        Path twice = directory.resolve("twice.crau");
        create(image, new Signing.Now(List.of(Vectors.privateKey("key-1"))), once);
        byte[] toSign = create(image, new Signing.Later(List.of(256)), prepared).toSign().bytes();
        PayloadSigner.attach(
                prepared,
                List.of(Vectors.privateKey("key-1").sign(toSign)),
                Vectors.trust("key-1"),
                twice);
        assertThat(twice).hasSameBinaryContentAs(once);
        create(image, new Signing.Never(), directory.resolve("unsigned.crau"));
        PayloadSigner.prepare(
                directory.resolve("unsigned.crau"),
                new Signing.Now(List.of(Vectors.privateKey("key-1"))),
                directory.resolve("later.crau"));
        assertThat(directory.resolve("later.crau")).hasSameBinaryContentAs(once);
    }

    @Test
    void opensslSignsTheHashFile() throws Exception {
        assumeOpenssl();
        Path prepared = directory.resolve("prepared.crau");
        Path hash = directory.resolve("hash");
        Path signature = directory.resolve("signature");
        Path key = Files.write(directory.resolve("key.pem"), Vectors.bytes("key-1.pem"));
        Files.write(
                hash,
                PayloadSigner.prepare(unsigned(), new Signing.Later(List.of(256)), prepared)
                        .toSign()
                        .bytes());
        run(
                "openssl",
                "pkeyutl",
                "-sign",
                "-inkey",
                key,
                "-pkeyopt",
                "digest:sha256",
                "-in",
                hash,
                "-out",
                signature);
        Path out = directory.resolve("signed.crau");
        PayloadSigner.attach(
                prepared, List.of(Files.readAllBytes(signature)), Vectors.trust("key-1"), out);
        assertThat(Files.readAllBytes(out)).isEqualTo(Vectors.bytes("full-signed.crau"));
    }

    @Test
    void aSignatureByAStrangerIsNotAttached() throws Exception {
        Path prepared = directory.resolve("prepared.crau");
        Path out = directory.resolve("signed.crau");
        byte[] toSign =
                PayloadSigner.prepare(unsigned(), new Signing.Later(List.of(256)), prepared)
                        .toSign()
                        .bytes();
        byte[] wrong = Vectors.privateKey("key-wrong").sign(toSign);
        assertThatExceptionOfType(CreateException.class)
                .isThrownBy(
                        () ->
                                PayloadSigner.attach(
                                        prepared, List.of(wrong), Vectors.trust("key-1"), out))
                .withMessageContaining("signature 1");
        assertThat(out).doesNotExist();
    }

    @Test
    void signaturesThatDoNotFillTheRoomAreNotAttached() throws Exception {
        Path prepared = directory.resolve("prepared.crau");
        PayloadSigner.prepare(unsigned(), new Signing.Later(List.of(256, 256)), prepared);
        assertThatExceptionOfType(CreateException.class)
                .isThrownBy(
                        () ->
                                PayloadSigner.attach(
                                        prepared,
                                        List.of(new byte[256]),
                                        TrustSet.none(),
                                        directory.resolve("signed.crau")))
                .withMessageContaining("room for exactly 528");
    }

    @Test
    void aSignedPayloadIsNotSignedAgain() throws Exception {
        Path signed = Files.write(directory.resolve("signed"), Vectors.bytes("full-signed.crau"));
        Signing signing = new Signing.Now(List.of(Vectors.privateKey("key-2")));
        assertThatExceptionOfType(CreateException.class)
                .isThrownBy(() -> PayloadSigner.prepare(signed, signing, directory.resolve("out")))
                .withMessageContaining("already has signatures");
    }

    private Path unsigned() throws IOException {
        return Files.write(directory.resolve("unsigned.crau"), Vectors.bytes("full-unsigned.crau"));
    }

    private static CreatedPayload create(Path image, Signing signing, Path out) throws Exception {
        return PayloadCreator.create(
                new CreateRequest(image, Optional.empty(), out, signing, 2, _ -> {}));
    }

    private static void assertRefusedByClients(byte[] prepared) {
        assertThatExceptionOfType(PayloadException.class)
                .isThrownBy(
                        () ->
                                PayloadVerifier.verify(
                                        new ByteArrayInputStream(prepared),
                                        Vectors.trust("key-1"),
                                        Expected.ANYTHING))
                .withMessageContaining("the file ends here");
    }

    private static void assumeOpenssl() throws InterruptedException {
        boolean isThere;
        try {
            isThere = new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException e) {
            isThere = false;
        }
        assumeTrue(isThere, "openssl is missing; install the Debian package openssl");
    }

    private static void run(Object... command) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(Arrays.stream(command).map(Object::toString).toList())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }
}
