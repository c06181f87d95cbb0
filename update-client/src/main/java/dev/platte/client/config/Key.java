package dev.platte.client.config;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * One key of update.conf: how its value is read, what it may be, and what holds without it. To add
 * one, make it in {@link Keys}, read it in {@link SettingsReader}, and give it a line in
 * docs/client.md: a test compares the two.
 *
 * @param <T> of the value
 */
final class Key<T> {
    private final String name;
    private final List<String> aliases;
    private final Kind<T> kind;
    private final T fallback;
    private final boolean secret;

    /**
     * How text becomes a value.
     *
     * @param allowed in words, what {@code read} takes
     * @param read empty where the text is not allowed
     * @param shown the value as it would be written
     */
    record Kind<T>(String allowed, Function<String, Optional<T>> read, Function<T, String> shown) {
        Kind {
            requireNonNull(allowed, "allowed");
            requireNonNull(read, "read");
            requireNonNull(shown, "shown");
        }
    }

    private Key(String name, List<String> aliases, Kind<T> kind, T fallback, boolean secret) {
        this.name = requireNonNull(name);
        this.aliases = List.copyOf(aliases);
        this.kind = requireNonNull(kind);
        this.fallback = requireNonNull(fallback);
        this.secret = secret;
    }

    /**
     * A key.
     *
     * @param fallback what holds where no place defines it, or the first that does leaves it empty
     */
    static <T> Key<T> of(String name, Kind<T> kind, T fallback) {
        return new Key<>(name, List.of(), kind, fallback, false);
    }

    /** The same under other names besides; in each place they come before its own. */
    Key<T> or(String... others) {
        return new Key<>(name, List.of(others), kind, fallback, secret);
    }

    /** The same, shown to nobody. */
    Key<T> hidden() {
        return new Key<>(name, aliases, kind, fallback, true);
    }

    String name() {
        return name;
    }

    /** Every name, in the order in which one place is searched. */
    List<String> names() {
        return Stream.concat(aliases.stream(), Stream.of(name)).toList();
    }

    String allowed() {
        return kind.allowed();
    }

    T fallback() {
        return fallback;
    }

    boolean isSecret() {
        return secret;
    }

    Optional<T> read(String text) {
        return kind.read().apply(text);
    }

    /** The value as people may see it. */
    String shown(T value) {
        String text = kind.shown().apply(value);
        return secret && !text.isEmpty() ? "(hidden)" : text;
    }

    @Override
    public String toString() {
        return name;
    }
}
