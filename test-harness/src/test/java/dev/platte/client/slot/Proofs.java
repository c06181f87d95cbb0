package dev.platte.client.slot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Verifies a slot against a file instead of a signed manifest, which only a test may do. */
public final class Proofs {
    private Proofs() {}

    /** The proof, or a failed assertion when the slot holds something else. */
    public static VerifiedImage of(Slots slots, Path image) throws IOException {
        ReadBack readBack =
                VerifiedImage.readBack(
                        slots,
                        new VerifiedImage.Expected(
                                Files.size(image), sha256(Files.readAllBytes(image))));
        return switch (readBack) {
            case ReadBack.Matches matches -> matches.image();
            case ReadBack.Differs differs -> throw new AssertionError(differs.toString());
        };
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
