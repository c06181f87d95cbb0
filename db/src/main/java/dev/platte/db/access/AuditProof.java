package dev.platte.db.access;

/** What following the audit trail has shown. */
public sealed interface AuditProof {

    /**
     * Every row is as it was written, and none is missing between the first and the last.
     *
     * @param rows how many were read
     * @param head the end of the trail that they lead up to
     */
    record Holds(long rows, AuditHead head) implements AuditProof {}

    /**
     * It is not what was written.
     *
     * @param rows how many rows before it are good
     * @param row the first row that is wrong, or the last that is there when its end is missing
     */
    record Broken(long rows, long row, Flaw flaw) implements AuditProof {}

    /** How the trail can be wrong. */
    enum Flaw {
        /** The row says something else than when it was written. */
        ROW_CHANGED,
        /** Rows before this one are gone, were put in, or stand in another order. */
        ROWS_MISSING_BEFORE,
        /** Rows at the end are gone, or were put there by no verb. */
        END_MISSING,
        /** The row that an anchor names is gone or another. */
        ANCHOR_MISSING
    }
}
