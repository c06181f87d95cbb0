package dev.platte.server.embedded;

import org.jspecify.annotations.Nullable;

/** The embedded database cannot run; the message says why and what to do. */
public final class EmbeddedPostgresException extends Exception {

    private static final long serialVersionUID = 1L;

    EmbeddedPostgresException(String message) {
        this(message, null);
    }

    EmbeddedPostgresException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
