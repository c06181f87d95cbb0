package dev.platte.omaha.value;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;

/** The digest of some bytes. Immutable; compared in a time that does not depend on the content. */
public abstract sealed class Digest permits Sha1, Sha256 {

    private final byte[] bytes;

    Digest(byte[] bytes, int length) {
        if (bytes.length != length) {
            throw new IllegalArgumentException(
                    getClass().getSimpleName() + " has " + length + " bytes, not " + bytes.length);
        }
        this.bytes = bytes.clone();
    }

    static byte[] hash(String algorithm, byte[] content) {
        return newDigest(algorithm).digest(content);
    }

    static MessageDigest newDigest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }

    /** A copy of the raw digest. */
    public final byte[] bytes() {
        return bytes.clone();
    }

    /** Lower-case hex digits. */
    public final String hex() {
        return HexFormat.of().formatHex(bytes);
    }

    /** Standard base64 with padding (RFC 4648, section 4). */
    public final String base64() {
        return Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof Digest digest
                && digest.getClass() == getClass()
                && MessageDigest.isEqual(digest.bytes, bytes);
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** {@link #hex()}. */
    @Override
    public final String toString() {
        return hex();
    }
}
