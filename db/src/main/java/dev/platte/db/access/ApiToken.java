package dev.platte.db.access;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A token for programs, without its secret.
 *
 * @param role what it may do at most
 * @param owner the person it belongs to: it can do no more than they, and ends with them
 * @param scopes what it is limited to, written as {@link Scope}; empty: all its role may
 * @param expires when it ends; absent: never
 * @param lastUsed to the minute
 */
public record ApiToken(
        long id,
        String name,
        Role role,
        @Nullable Long owner,
        List<String> scopes,
        Instant created,
        String createdBy,
        @Nullable Instant expires,
        @Nullable Instant lastUsed,
        @Nullable Instant revoked,
        long revision) {

    public ApiToken {
        Objects.requireNonNull(role);
        scopes = List.copyOf(scopes);
    }

    /** Whether it opens anything at this time. */
    public boolean usableAt(Instant now) {
        return revoked == null && (expires == null || now.isBefore(expires));
    }
}
