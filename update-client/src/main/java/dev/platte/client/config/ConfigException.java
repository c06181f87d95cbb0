package dev.platte.client.config;

import java.nio.file.Path;
import java.util.Optional;

/** A setting that cannot be used; its message names place, key, value and what is allowed. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Optional<Path> file;
    private final int line;
    private final String key;

    ConfigException(Definition definition, String key, String allowed) {
        super(
                "%s: %s=%s is not usable: %s"
                        .formatted(
                                definition.place(),
                                key,
                                Keys.isSecret(key) ? "(hidden)" : definition.value(),
                                allowed));
        this.file = definition.file();
        this.line = definition.line();
        this.key = key;
    }

    /** The file that holds the bad value; empty when it came from the command line. */
    public Optional<Path> file() {
        return file == null ? Optional.empty() : file;
    }

    /** The line, counted from 1; 0 when the value came from the command line. */
    public int line() {
        return line;
    }

    /** The key with the bad value. */
    public String key() {
        return key;
    }
}
