package dev.platte.client.gpt;

import java.io.IOException;

/**
 * The partition table of a disk can not be used or repaired; the message says which copy failed
 * which check.
 */
public final class GptException extends IOException {
    private static final long serialVersionUID = 1L;

    private final boolean absent;

    GptException(boolean absent, String message) {
        super(message);
        this.absent = absent;
    }

    /** True when the disk has no GPT at all, false when it has a damaged one. */
    public boolean absent() {
        return absent;
    }
}
