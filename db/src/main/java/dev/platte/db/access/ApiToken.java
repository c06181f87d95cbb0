package dev.platte.db.access;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A token for programs, without its secret.
 *
 * @param role what it may do at most
 * @param scopes what it is limited to, such as {@code app:com.example.os}; empty: all its role may
 * @param expires when it ends; absent: never
 * @param lastUsed to the minute
 */
public record ApiToken(
        long id,
        String name,
        Role role,
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
