package dev.platte.client.config;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A value that cannot be used.
 *
 * @param file that holds it; empty when it came from the command line
 * @param line counted from 1; 0 for the command line
 * @param key the name under which it was written
 * @param value as written, or a word in its place where it is a secret
 * @param allowed what would be right, in words
 */
public record Problem(Optional<Path> file, int line, String key, String value, String allowed) {
    /** Addresses may not hold a user and a password, and are refused with them all the same. */
    private static final Pattern USER = Pattern.compile("[^\\s,;]*@");

    public Problem {
        requireNonNull(file, "file");
        requireNonNull(key, "key");
        requireNonNull(value, "value");
        requireNonNull(allowed, "allowed");
    }

    static Problem of(Definition definition, boolean secret, String allowed) {
        return new Problem(
                definition.file(),
                definition.line(),
                definition.key(),
                secret ? "(hidden)" : USER.matcher(definition.value()).replaceAll("(hidden)@"),
                allowed);
    }

    @Override
    public String toString() {
        return "%s: %s=%s is not usable: %s"
                .formatted(
                        file.map(path -> path + ":" + line).orElse("command line"),
                        key,
                        value,
                        allowed);
    }
}
