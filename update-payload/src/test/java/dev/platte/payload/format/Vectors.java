package dev.platte.payload.format;

import dev.platte.keys.sign.SigningKey;
import dev.platte.keys.store.Passphrase;
import dev.platte.keys.store.Pem;
import dev.platte.keys.verify.TrustSet;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.keys.verify.VerificationKey;
import dev.platte.omaha.value.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Files made by update_engine 0.4.10's delta_generator. */
public final class Vectors {
    private Vectors() {}

    public static byte[] bytes(String name) {
        try (InputStream in = open(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The unpacked target image. */
    public static byte[] image() {
        return image("usr-2.img.gz");
    }

    /** The unpacked source image. */
    public static byte[] oldImage() {
        return image("usr-1.img.gz");
    }

    private static byte[] image(String name) {
        try (InputStream in = new GZIPInputStream(open(name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What SHA256SUMS says of a file. */
    public static Sha256 sum(String name) {
        return new String(bytes("SHA256SUMS"), StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> line.endsWith("  " + name))
                .map(line -> Sha256.ofHex(line.substring(0, 64)))
                .findFirst()
                .orElseThrow();
    }

    /** The public keys key-1, key-2 or key-wrong. */
    public static TrustSet trust(String... names) {
        return TrustSet.of(Stream.of(names).map(Vectors::publicKey).toList());
    }

    public static VerificationKey publicKey(String name) {
        try {
            return Pem.readPublic(
                    new String(bytes(name + ".pub.pem"), StandardCharsets.US_ASCII), name);
        } catch (UnusableKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    public static SigningKey privateKey(String name) {
        try {
            String text = new String(bytes(name + ".pem"), StandardCharsets.US_ASCII);
            return Pem.readPrivate(text, name, Passphrase.NONE);
        } catch (UnusableKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every payload file. */
    public static List<String> payloads() {
        return List.of(
                "full-signed.crau",
                "full-kernel-signed.crau",
                "full-unsigned.crau",
                "full-two-signatures.crau",
                "delta-signed.crau",
                "delta-kernel-signed.crau");
    }

    private static InputStream open(String name) {
        return Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + name), name);
    }
}
