package dev.platte.db.access;

/**
 * A new token with its secret, which is shown this once and kept nowhere.
 *
 * @param secret {@code platte_} and 43 characters of base64url: 256 random bits
 */
public record IssuedToken(ApiToken token, String secret) {

    /** Leaves the secret out, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "IssuedToken[" + token + "]";
    }
}
