package dev.platte.db.access;

import dev.platte.db.verb.Caller;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who is there, and what they may do.
 *
 * @param name a person's or a token's, as the audit trail shows it
 * @param userId the person; absent for a token that belongs to nobody, and for a passer-by
 * @param tokenId the token that was used; absent for who signed in
 */
public record Identity(
        String name, @Nullable Long userId, @Nullable Long tokenId, Permissions permissions) {

    public Identity {
        Objects.requireNonNull(name);
        Objects.requireNonNull(permissions);
    }

    /** Somebody unnamed who may look at everything and change nothing. */
    public static Identity passerBy() {
        return new Identity(
                "passer-by",
                null,
                null,
                new Permissions(Role.VIEWER, List.of(Grant.everywhere(Role.VIEWER)), List.of()));
    }

    /** As the caller of verbs. */
    public Caller caller(@Nullable String reason, @Nullable String requestId, boolean dryRun) {
        return new Caller(name, tokenId, reason, requestId, dryRun);
    }
}
