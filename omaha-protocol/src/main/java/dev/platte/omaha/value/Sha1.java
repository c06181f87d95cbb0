package dev.platte.omaha.value;

import java.util.Base64;
import java.util.HexFormat;

/** A SHA-1: 20 bytes, 40 hex digits, 28 characters in base64. */
public final class Sha1 extends Digest {

    public static final int LENGTH = 20;

    private Sha1(byte[] digest) {
        super(digest, LENGTH);
    }

    /** The digest of this content. */
    public static Sha1 of(byte[] content) {
        return new Sha1(hash("SHA-1", content));
    }

    /** The digest that was computed elsewhere; {@value #LENGTH} raw bytes. */
    public static Sha1 ofDigest(byte[] digest) {
        return new Sha1(digest);
    }

    /**
     * The digest behind 40 hex digits of either case.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Sha1 ofHex(String hex) {
        if (hex.length() != 2 * LENGTH) {
            throw new IllegalArgumentException("SHA-1 in hex has 40 digits: " + hex);
        }
        return new Sha1(HexFormat.of().parseHex(hex));
    }

    /**
     * The digest behind 28 characters of standard base64.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Sha1 ofBase64(String base64) {
        if (base64.length() != 28) {
            throw new IllegalArgumentException("SHA-1 in base64 has 28 characters: " + base64);
        }
        return new Sha1(Base64.getDecoder().decode(base64));
    }
}
