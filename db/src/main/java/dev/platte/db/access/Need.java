package dev.platte.db.access;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What one request asks for.
 *
 * @param role the least role that may
 * @param group what it is about
 * @param application key of the application it touches; absent: it touches the whole server
 */
public record Need(Role role, VerbGroup group, @Nullable String application) {

    public Need {
        Objects.requireNonNull(role);
        Objects.requireNonNull(group);
    }
}
