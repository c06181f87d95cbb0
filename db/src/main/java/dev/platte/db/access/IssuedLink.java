package dev.platte.db.access;

import java.time.Instant;

/**
 * A link for the first administrator; its secret is shown this once and kept nowhere.
 *
 * @param secret 43 characters of base64url: 256 random bits
 */
public record IssuedLink(String secret, Instant expires) {

    /** Leaves the secret out, so that it cannot reach a log by mistake. */
    @Override
    public String toString() {
        return "IssuedLink[" + expires + "]";
    }
}
