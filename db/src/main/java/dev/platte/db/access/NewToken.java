package dev.platte.db.access;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A token to be.
 *
 * @param role what it may do at most
 * @param owner name of the user it belongs to; absent: whoever asks for it
 * @param scopes what it is limited to, written as {@link Scope}; empty: all its role may
 * @param expires when it ends; absent: never
 */
public record NewToken(
        String name,
        Role role,
        @Nullable String owner,
        List<String> scopes,
        @Nullable Instant expires) {

    public NewToken {
        Objects.requireNonNull(role);
        scopes = List.copyOf(scopes);
    }
}
