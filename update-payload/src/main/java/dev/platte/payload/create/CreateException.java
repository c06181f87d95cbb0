package dev.platte.payload.create;

import java.io.Serial;

/**
 * Input of which no payload can be made, or signatures that do not fit; the message says what to
 * do.
 */
public final class CreateException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    /** With a message for people. */
    public CreateException(String message) {
        super(message);
    }

    /** With a message for people and what brought it about. */
    public CreateException(String message, Throwable cause) {
        super(message, cause);
    }
}
