package dev.platte.db.blob;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file was not stored; nothing of it is left. */
public final class BlobException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Cause {
        /** Longer than allowed. */
        TOO_LARGE,
        /** The stream ended early or went on too long. */
        WRONG_SIZE,
        /** Its bytes are not those that were announced. */
        WRONG_HASH,
        /** The disk is full, or a quota is reached. */
        NO_SPACE,
    }

    private final Cause reason;

    BlobException(Cause reason, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** Why it was not stored. */
    public Cause reason() {
        return reason;
    }
}
