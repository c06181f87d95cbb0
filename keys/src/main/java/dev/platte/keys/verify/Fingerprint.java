package dev.platte.keys.verify;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The name of a key: SHA-256 over its SubjectPublicKeyInfo (DER), as 64 lower-case hex digits. It
 * is what {@code openssl pkey -pubin -outform DER | sha256sum} prints.
 *
 * @param hex 64 lower-case hex digits
 */
public record Fingerprint(String hex) {
    private static final int SHORT_LENGTH = 16;

    public Fingerprint {
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("not 64 lower-case hex digits: " + hex);
        }
    }

    /** The fingerprint of a DER-encoded SubjectPublicKeyInfo. */
    static Fingerprint ofSubjectPublicKeyInfo(byte[] der) {
        try {
            return new Fingerprint(
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(der)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** The first 16 hex digits, in groups of four: for people, never for a decision. */
    public String shortForm() {
        return hex.substring(0, SHORT_LENGTH).replaceAll("(....)(?=.)", "$1:");
    }

    @Override
    public String toString() {
        return hex;
    }
}
