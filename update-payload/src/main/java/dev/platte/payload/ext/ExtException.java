package dev.platte.payload.ext;

import java.io.Serial;

/** An image that holds no ext file system that can be read, and why. */
public final class ExtException extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    ExtException(String message) {
        super(message);
    }
}
