package dev.platte.db.access;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A person to be.
 *
 * @param name 1 to 100 of {@code a-z 0-9 . _ @ + -}, beginning with a letter or digit
 * @param password 12 to 256 characters; absent: they sign in through the identity provider
 */
public record NewUser(
        String name, @Nullable String email, @Nullable String password, List<Grant> grants) {

    public NewUser {
        Objects.requireNonNull(name);
        grants = List.copyOf(grants);
    }

    /** Leaves the password out, so that it cannot reach a log. */
    @Override
    public String toString() {
        return "NewUser[" + name + ", " + email + ", " + grants + "]";
    }
}
