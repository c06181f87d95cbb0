package dev.platte.keys.verify;

import java.io.Serial;

/**
 * A key, or a file that should hold one, that cannot be used. The message names the place and what
 * to do; it never holds key material.
 */
public final class UnusableKeyException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /** With a message for people. */
    public UnusableKeyException(String message) {
        super(message);
    }

    /** With a message for people and what brought it about. */
    public UnusableKeyException(String message, Throwable cause) {
        super(message, cause);
    }
}
