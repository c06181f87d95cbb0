package dev.platte.ctl.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The members of a request, only those that were said. */
public final class Body {
    private final Map<String, @Nullable Object> members = new LinkedHashMap<>();

    /** Adds a member. */
    public Body with(String name, Object value) {
        members.put(name, value);
        return this;
    }

    /** Adds a member if it was said. */
    public Body with(String name, Optional<?> value) {
        value.ifPresent(said -> members.put(name, said));
        return this;
    }

    /** Adds a member as it was read; null: it is to go. */
    public void member(String name, @Nullable Object value) {
        members.put(name, value);
    }

    /** Adds a member that is to go (RFC 7396). */
    public Body without(String name) {
        members.put(name, null);
        return this;
    }

    /** Whether nothing was said. */
    public boolean isEmpty() {
        return members.isEmpty();
    }

    Map<String, @Nullable Object> members() {
        return members;
    }
}
