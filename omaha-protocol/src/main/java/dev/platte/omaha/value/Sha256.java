package dev.platte.omaha.value;

import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;

/** A SHA-256: 32 bytes, 64 hex digits, 44 characters in base64. */
public final class Sha256 extends Digest {

    public static final int LENGTH = 32;

    private Sha256(byte[] digest) {
        super(digest, LENGTH);
    }

    /** The digest of this content. */
    public static Sha256 of(byte[] content) {
        return new Sha256(hash("SHA-256", content));
    }

    /** For content that comes in pieces; what it gives is for {@link #ofDigest}. */
    public static MessageDigest newDigest() {
        return newDigest("SHA-256");
    }

    /** The digest that was computed elsewhere; {@value #LENGTH} raw bytes. */
    public static Sha256 ofDigest(byte[] digest) {
        return new Sha256(digest);
    }

    /**
     * The digest behind 64 hex digits of either case.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Sha256 ofHex(String hex) {
        if (hex.length() != 2 * LENGTH) {
            throw new IllegalArgumentException("SHA-256 in hex has 64 digits: " + hex);
        }
        return new Sha256(HexFormat.of().parseHex(hex));
    }

    /**
     * The digest behind 44 characters of standard base64.
     *
     * @throws IllegalArgumentException if the text is anything else
     */
    public static Sha256 ofBase64(String base64) {
        if (base64.length() != 44) {
            throw new IllegalArgumentException("SHA-256 in base64 has 44 characters: " + base64);
        }
        return new Sha256(Base64.getDecoder().decode(base64));
    }

    /**
     * The digest behind 64 hex digits or 44 base64 characters: {@code package@hash_sha256} should
     * be hex, and go-omaha writes base64 into it.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static Sha256 ofText(String text) {
        return text.length() == 2 * LENGTH ? ofHex(text) : ofBase64(text);
    }
}
