package dev.platte.server.ledger;

import org.jspecify.annotations.Nullable;

/** One entry could not be written although others were: a fault of ours or of the entry. */
final class EntryException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    EntryException(@Nullable Throwable cause) {
        super("a poll could not be written down", cause);
    }
}
