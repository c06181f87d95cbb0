package dev.platte.db.access;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A role that somebody has.
 *
 * @param application key of the one application it counts for; absent: for all, and the server
 */
public record Grant(Role role, @Nullable String application) {

    public Grant {
        Objects.requireNonNull(role);
    }

    /** A role everywhere. */
    public static Grant everywhere(Role role) {
        return new Grant(role, null);
    }

    boolean covers(Role needed, @Nullable String of) {
        return role.covers(needed) && (application == null || application.equals(of));
    }
}
