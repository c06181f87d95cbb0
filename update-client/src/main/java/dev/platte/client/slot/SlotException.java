package dev.platte.client.slot;

import java.io.IOException;

/**
 * A slot can not be used as asked; nothing was written. The message says where, why and what to do.
 */
public final class SlotException extends IOException {
    private static final long serialVersionUID = 1L;

    /** What stands in the way. */
    public enum Reason {
        /** The disk has no partition with the slot's PARTUUID. */
        SLOT_MISSING,
        /** The partition exists, but its type is not that of a slot. */
        WRONG_TYPE,
        /** The slot to write is mounted or held by another device. */
        TARGET_IN_USE,
        /** The image does not fit. */
        TOO_SMALL,
        /**
         * The running slot is not confirmed: giving up the other one would leave nothing to return
         * to.
         */
        NOT_CONFIRMED,
        /** The other slot would not boot. */
        OTHER_NOT_BOOTABLE,
        /**
         * The slot was written after its image had been verified, or the proof is of another disk.
         */
        STALE_PROOF,
        /** It can not be found out which slot this host runs from. */
        RUNNING_UNKNOWN
    }

    private final Reason reason;

    SlotException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }
}
