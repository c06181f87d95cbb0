package dev.platte.db.access;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A person who signs in.
 *
 * @param name what they sign in as; never changes
 * @param password whether a password opens it
 * @param issuer who else vouches for them; absent: nobody
 * @param disabled since when nothing of theirs opens anything
 */
public record User(
        long id,
        String name,
        @Nullable String email,
        boolean password,
        @Nullable String issuer,
        List<Grant> grants,
        @Nullable Instant disabled,
        Instant created,
        String createdBy,
        @Nullable Instant lastSignIn,
        long revision) {

    public User {
        Objects.requireNonNull(name);
        grants = List.copyOf(grants);
    }

    Permissions permissions() {
        return new Permissions(Role.ADMIN, grants, List.of());
    }
}
