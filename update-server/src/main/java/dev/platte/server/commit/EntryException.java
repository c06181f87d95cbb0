package dev.platte.server.commit;

import org.jspecify.annotations.Nullable;

/** One entry could not be written although others were: a fault of ours or of the entry. */
final class EntryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EntryException(@Nullable Throwable cause) {
        super("what was asked could not be written down", cause);
    }
}
