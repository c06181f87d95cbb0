package dev.platte.payload.bsdiff;

import java.io.Serial;

/** Bytes that are no patch, or not one for this file. */
public final class BsdiffException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    BsdiffException(String message) {
        super(message);
    }

    BsdiffException(String message, Throwable cause) {
        super(message, cause);
    }
}
