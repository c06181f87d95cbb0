package dev.platte.omaha.cup;

import dev.platte.omaha.value.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * What a client asks the server to prove: an answer made for this nonce, with this key (CUP-ECDSA,
 * query parameter {@code cup2key}).
 *
 * <p>The nonce is opaque: decimal, hex and base64url are all in the field, and it is signed as it
 * was received, after URL decoding.
 *
 * @param text the whole value, {@code id:nonce}, at most {@value #MAX_LENGTH} characters
 * @param keyId an unsigned number of 64 bits, in decimal
 */
public record CupChallenge(String text, long keyId) {

    public static final int MAX_LENGTH = 512;

    private static final int NONCE_BYTES = 32;

    public CupChallenge {
        if (!parts(text).equals(Optional.of(keyId))) {
            throw new IllegalArgumentException(
                    "cup2key is a key id, a colon and a nonce; key ids are decimal");
        }
    }

    /** The challenge in this value of {@code cup2key}; empty if it is none. */
    public static Optional<CupChallenge> parse(String cup2key) {
        return parts(cup2key).map(keyId -> new CupChallenge(cup2key, keyId));
    }

    /** A challenge with 256 fresh random bits, for one attempt only. */
    public static CupChallenge fresh(long keyId, SecureRandom random) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(nonce);
        return new CupChallenge(Long.toUnsignedString(keyId) + ":" + text, keyId);
    }

    private static Optional<Long> parts(String text) {
        int colon = text.indexOf(':');
        if (colon < 1 || colon == text.length() - 1 || text.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        try {
            char first = text.charAt(0);
            return first < '0' || first > '9'
                    ? Optional.empty()
                    : Optional.of(Long.parseUnsignedLong(text, 0, colon, 10));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /**
     * The query parameters of a request with this body: {@code cup2key=...&cup2hreq=...}, in the
     * order that one server in the field insists on.
     */
    public String query(byte[] requestBody) {
        return "cup2key=" + percentEncoded() + "&cup2hreq=" + Sha256.of(requestBody).hex();
    }

    /** Our own challenges need no encoding: a colon may stand in a query (RFC 3986, 3.4). */
    private String percentEncoded() {
        StringBuilder encoded = new StringBuilder(text.length());
        for (byte octet : text.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xFF);
            boolean plain =
                    c >= '0' && c <= '9'
                            || c >= 'A' && c <= 'Z'
                            || c >= 'a' && c <= 'z'
                            || ":-._~".indexOf(c) >= 0;
            encoded.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
        }
        return encoded.toString();
    }
}
