package dev.platte.db.fleet;

/** Where a host is on its way, as far as it has said. */
public enum HostState {
    /** It has not been offered anything yet. */
    UNKNOWN,
    /** It was offered a package. */
    GRANTED,
    DOWNLOADING,
    DOWNLOADED,
    /** Written and flipped; waits for its reboot. */
    INSTALLED,
    /** Seen from the target version after a new boot. */
    COMPLETE,
    /** It reported an error. */
    FAILED,
    /** It came back from its reboot with the old version. */
    FELL_BACK,
    /** It went silent on its way. */
    TIMED_OUT,
    /** Of attempts only: another one took its place. */
    REPLACED;

    /** Whether an attempt in this state still goes on. */
    public boolean open() {
        return switch (this) {
            case GRANTED, DOWNLOADING, DOWNLOADED, INSTALLED -> true;
            case UNKNOWN, COMPLETE, FAILED, FELL_BACK, TIMED_OUT, REPLACED -> false;
        };
    }

    /** Whether an attempt in this state is one of those under way at once. */
    public boolean holdsSlot() {
        return switch (this) {
            case GRANTED, DOWNLOADING, DOWNLOADED -> true;
            case UNKNOWN, INSTALLED, COMPLETE, FAILED, FELL_BACK, TIMED_OUT, REPLACED -> false;
        };
    }

    /**
     * Whether a poll that says nothing new changes nothing of a host in this state. One that timed
     * out may yet turn out well.
     */
    boolean still() {
        return switch (this) {
            case UNKNOWN, COMPLETE, FAILED, FELL_BACK -> true;
            case GRANTED, DOWNLOADING, DOWNLOADED, INSTALLED, TIMED_OUT, REPLACED -> false;
        };
    }
}
