package dev.platte.keys.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.platte.keys.sign.KeyType;
import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.verify.TrustSet;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateKey;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PemTest {
    private static final SigningKey RSA = SigningKey.generate(KeyType.RSA_2048, new SecureRandom());
    private static final Passphrase SECRET = () -> Optional.of("open sesame".toCharArray());

    @TempDir Path directory;
    private byte[] digest = {};

    @BeforeEach
    void digestSomething() throws Exception {
        digest =
                MessageDigest.getInstance("SHA-256")
                        .digest("This is some data to sign.".getBytes(StandardCharsets.US_ASCII));
    }

    @ParameterizedTest
    @EnumSource(KeyType.class)
    void everyKindSignsAndSurvivesItsFiles(KeyType type) throws Exception {
        SigningKey key = SigningKey.generate(type, new SecureRandom());
        KeyFiles.writePrivate(key, directory.resolve("plain.pem"));
        KeyFiles.writePrivate(key, directory.resolve("secret.pem"), "open sesame".toCharArray());
        KeyFiles.writePkcs12(key, directory.resolve("secret.p12"), "open sesame".toCharArray());
        KeyFiles.writePublic(key.verificationKey(), directory.resolve("public.pem"));
        VerificationKey known = KeyFiles.readPublic(directory.resolve("public.pem"));
        assertThat(known).isEqualTo(key.verificationKey());
        for (String name : List.of("plain.pem", "secret.pem", "secret.p12")) {
            SigningKey read = KeyFiles.readPrivate(directory.resolve(name), SECRET);
            byte[] signature = read.sign(digest);
            assertThat(known.verifies(digest, signature)).as(name).isTrue();
            signature[signature.length / 2] ^= 1;
            assertThat(known.verifies(digest, signature)).as(name).isFalse();
        }
    }

    @Test
    void anEncryptedKeyNeedsItsPassphrase() throws Exception {
        String text = Pem.writeEncrypted(RSA, "open sesame".toCharArray());
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> Pem.readPrivate(text, "here", Passphrase.NONE))
                .withMessageContaining("here")
                .withMessageContaining("passphrase");
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(
                        () ->
                                Pem.readPrivate(
                                        text, "here", () -> Optional.of("wrong".toCharArray())))
                .withMessageContaining("passphrase");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genrsa -traditional 2048",
                "genrsa 3072",
                "genrsa -traditional -aes256 -passout pass:open\tsesame 2048",
                "genrsa -aes256 -passout pass:open\tsesame 2048",
                "ecparam -genkey -name prime256v1"
            })
    void whatOpensslWritesIsReadAndWhatWeSignItAccepts(String command) throws Exception {
        String[] words = ("openssl " + command).split(" ");
        Path file = directory.resolve("openssl.pem");
        String text =
                run(
                        Arrays.stream(words)
                                .map(word -> word.replace('\t', ' '))
                                .toArray(String[]::new));
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        SigningKey key = KeyFiles.readPrivate(file, SECRET);
        Path publicFile = directory.resolve("public.pem");
        KeyFiles.writePublic(key.verificationKey(), publicFile);
        Path signature = Files.write(directory.resolve("signature"), key.sign(digest));
        Path signed = Files.write(directory.resolve("digest"), digest);
        assertThat(
                        run(
                                "openssl",
                                "pkeyutl",
                                "-verify",
                                "-pubin",
                                "-inkey",
                                publicFile.toString(),
                                "-pkeyopt",
                                "digest:sha256",
                                "-in",
                                signed.toString(),
                                "-sigfile",
                                signature.toString()))
                .contains("Verified Successfully");
    }

    @Test
    void theOldPublicKeyFormatIsRead() throws Exception {
        Path publicFile = directory.resolve("public.pem");
        KeyFiles.writePublic(RSA.verificationKey(), publicFile);
        String old =
                run("openssl", "rsa", "-pubin", "-in", publicFile.toString(), "-RSAPublicKey_out");
        assertThat(old).contains("BEGIN RSA PUBLIC KEY");
        int start = old.indexOf("-----BEGIN");
        assertThat(Pem.readPublic(old.substring(start), "old")).isEqualTo(RSA.verificationKey());
    }

    @Test
    void aPrivateKeyFileIsForItsOwnerAndNeverOverwritten() throws Exception {
        Path file = directory.resolve("key.pem");
        KeyFiles.writePrivate(RSA, file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> KeyFiles.writePrivate(RSA, file))
                .withMessageContaining("never overwritten");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> KeyFiles.readPrivate(file, Passphrase.NONE))
                .withMessageContaining("chmod 600");
    }

    @Test
    void nothingSaysAPrivateKey() {
        String secret = ((RSAPrivateKey) RSA.material()).getPrivateExponent().toString(16);
        assertThat(RSA.toString())
                .doesNotContain(secret.substring(0, 20))
                .startsWith("private key of RSA 2048");
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> Pem.readPublic(Pem.write(RSA), "keys/a.pem"))
                .withMessageStartingWith(
                        "keys/a.pem holds a private key where a public one is needed")
                .withMessageNotContaining("MII");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\n!!!!\n-----END PUBLIC KEY-----\n",
                "-----BEGIN PUBLIC KEY-----\nMIIB",
                "-----BEGIN PUBLIC KEY-----\nMIIB\n-----END RSA PUBLIC KEY-----\n",
                "-----BEGIN RSA PUBLIC KEY-----\nAAAA\n-----END RSA PUBLIC KEY-----\n",
                "-----BEGIN X-----\nAAAA\n-----END X-----\n"
            })
    void whatIsNoKeyIsRefusedByName(String text) {
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> Pem.readPublic(text, "field key"))
                .withMessageContaining("field key");
    }

    @Test
    void aTextMayHoldSeveralPublicKeysAndWordsAroundThem() throws Exception {
        SigningKey other = SigningKey.generate(KeyType.P256, new SecureRandom());
        String text =
                "subject: ours\n"
                        + Pem.write(RSA.verificationKey()).replace("\n", "\r\n")
                        + "and the next one\n-----BEGIN EC PARAMETERS-----\nBggqhkjOPQMBBw==\n"
                        + "-----END EC PARAMETERS-----\n  "
                        + Pem.write(other.verificationKey()).replace("\n", "  \n");
        assertThat(Pem.readPublics(text, "trust.pem"))
                .containsExactly(RSA.verificationKey(), other.verificationKey());
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> Pem.readPublic(text, "trust.pem"))
                .withMessageContaining("2 public keys");
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> Pem.readPublics(text.repeat(33), "trust.pem"))
                .withMessageContaining("more than 64 keys");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "genpkey -algorithm ed25519",
                "genpkey -algorithm rsa-pss -pkeyopt rsa_keygen_bits:2048",
                "ecparam -genkey -noout -name secp384r1",
                "ecparam -genkey -noout -name prime256v1 -param_enc explicit"
            })
    void aPublicKeyOfAnotherKindIsRefusedByName(String command) throws Exception {
        Path file = directory.resolve("private.pem");
        Files.writeString(file, run(("openssl " + command).split(" ")));
        String text = run("openssl", "pkey", "-in", file.toString(), "-pubout");
        assertThat(text).contains("BEGIN PUBLIC KEY");
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> Pem.readPublic(text, "trust.pem"))
                .withMessageStartingWith("trust.pem: ");
    }

    @Test
    void hugeTextIsNotParsed() {
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> Pem.readPublic("A".repeat(Pem.MOST_CHARACTERS + 1), "upload"))
                .withMessageContaining("not a key file");
    }

    @Test
    void aDirectoryTrustsItsPemFilesAndAnEmptyOneNothing() throws Exception {
        assertThat(KeyFiles.readTrust(List.of(directory)).isEmpty()).isTrue();
        assertThat(KeyFiles.readTrust(List.of(directory))).hasToString("no trusted keys");
        KeyFiles.writePublic(RSA.verificationKey(), directory.resolve("a.pem"));
        KeyFiles.writePublic(RSA.verificationKey(), directory.resolve("b.pem"));
        Files.writeString(directory.resolve("README"), "not a key");
        TrustSet trust = KeyFiles.readTrust(List.of(directory));
        assertThat(trust.keys()).containsExactly(RSA.verificationKey());
        assertThat(trust.signerOf(digest, List.of(new byte[0], new byte[256], RSA.sign(digest))))
                .contains(RSA.verificationKey());
        assertThat(trust.signerOf(digest, List.of(new byte[256]))).isEmpty();
        assertThat(TrustSet.none().signerOf(digest, List.of(RSA.sign(digest)))).isEmpty();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> KeyFiles.readTrust(List.of(directory.resolve("gone.pem"))))
                .withMessageContaining("does not exist");
    }

    @Test
    void aKeyTooSmallOrOnAnotherCurveIsRefused() throws Exception {
        String small = run("openssl", "genrsa", "1024");
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> Pem.readPrivate(small, "small", Passphrase.NONE))
                .withMessageContaining("1024 bits");
        String other = run("openssl", "ecparam", "-genkey", "-noout", "-name", "secp384r1");
        assertThatExceptionOfType(UnusableKeyException.class)
                .isThrownBy(() -> Pem.readPrivate(other, "other", Passphrase.NONE));
    }

    @Test
    void theFingerprintIsWhatOpensslAndSha256sumSay() throws Exception {
        byte[] spki = RSA.verificationKey().encoded();
        String expected =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(spki));
        assertThat(RSA.verificationKey().fingerprint().hex()).isEqualTo(expected);
        assertThat(RSA.verificationKey().fingerprint().shortForm())
                .hasSize(19)
                .matches("([0-9a-f]{4}:){3}[0-9a-f]{4}");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process;
        try {
            process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.DISCARD)
                            .start();
        } catch (IOException e) {
            assumeTrue(false, "openssl is missing; install the Debian package openssl");
            throw e;
        }
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return said;
    }
}
