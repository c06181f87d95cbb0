package dev.platte.db.blob;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes of what goes by, all at once. */
final class Digests {

    private final MessageDigest sha256 = digest("SHA-256");
    private final MessageDigest sha1 = digest("SHA-1");
    private long size;

    void update(byte[] buffer, int length) {
        sha256.update(buffer, 0, length);
        sha1.update(buffer, 0, length);
        size = Math.addExact(size, length);
    }

    /** Of all that went by; call it once. */
    Blob blob() {
        HexFormat hex = HexFormat.of();
        return new Blob(hex.formatHex(sha256.digest()), hex.formatHex(sha1.digest()), size);
    }

    private static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }
}
