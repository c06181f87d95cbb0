package dev.platte.db.approval;

/** How far a request for a second person has come. */
public enum ApprovalState {
    /** Waits for answers. */
    PENDING,
    /** Enough have approved; the change may be made, once. */
    APPROVED,
    /** One said no. */
    REJECTED,
    /** Its time ran out before it was used. */
    EXPIRED,
    /** Who asked took it back. */
    WITHDRAWN,
    /** The change was made. */
    USED;

    /** Whether it can still lead to the change. */
    public boolean open() {
        return this == PENDING || this == APPROVED;
    }
}
