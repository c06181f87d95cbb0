package dev.platte.client.config;

import static java.util.Objects.requireNonNull;

/**
 * One key as it holds on this host.
 *
 * @param key its name
 * @param value as it would be written; a word in its place where it is a secret
 * @param source the file and line, the command line, or {@code built in}
 */
public record Effective(String key, String value, String source) {
    public Effective {
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        requireNonNull(source, "source");
    }

    static <T> Effective of(Key<T> key, Values values) {
        return new Effective(
                key.name(),
                key.shown(values.of(key)),
                values.given(key).map(Definition::place).orElse("built in"));
    }
}
