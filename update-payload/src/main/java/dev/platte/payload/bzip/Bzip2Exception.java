package dev.platte.payload.bzip;

import java.io.Serial;

/** Bytes that are not one whole bzip2 stream. */
public final class Bzip2Exception extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    Bzip2Exception(String message) {
        super(message);
    }
}
