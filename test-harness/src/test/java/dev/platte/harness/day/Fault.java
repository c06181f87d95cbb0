package dev.platte.harness.day;

/** What may happen to a host, where, and how often that place is passed before it does. */
enum Fault {
    NO_ANSWER(Place.POLL, 4),
    ANSWER_LOST(Place.POLL, 4),
    ANSWER_CUT(Place.POLL, 4),
    ANSWER_EMPTY(Place.POLL, 4),
    ANSWER_GARBLED(Place.POLL, 4),
    PORTAL(Place.POLL, 4),
    STATUS_404(Place.POLL, 4),
    STATUS_500(Place.POLL, 4),
    STATUS_503(Place.POLL, 4),
    BUSY(Place.POLL, 4),

    PAYLOAD_REFUSED(Place.PAYLOAD, 1),
    PAYLOAD_MISSING(Place.PAYLOAD, 1),
    PAYLOAD_BUSY(Place.PAYLOAD, 1),
    PAYLOAD_CUT(Place.PAYLOAD, 1),
    PAYLOAD_FLIPPED(Place.PAYLOAD, 1),
    PAYLOAD_SHORT(Place.PAYLOAD, 1),
    RANGE_IGNORED(Place.PAYLOAD, 2),
    RANGE_WRONG(Place.PAYLOAD, 2),

    STATE_FULL(Place.STATE_WRITE, 15),
    STATE_READ_ONLY(Place.STATE_WRITE, 15),
    STATE_BROKEN(Place.STATE_WRITE, 15),
    STATE_TORN(Place.STATE_WRITE, 15),

    DISK_WRITE(Place.DISK_WRITE, 8),
    DISK_SYNC(Place.DISK_SYNC, 3),
    DISK_READ_BACK(Place.READ_BACK, 1),
    DISK_DECAYED(Place.READ_BACK, 1),

    KILLED(Place.ANYWHERE, 25),
    KILLED_SOON(Place.ANYWHERE, 8),
    POWER_CUT(Place.ANYWHERE, 25),

    ENDED(Place.AT_REST, 2),
    REBOOTED(Place.AT_REST, 2),
    CLOCK_AHEAD(Place.AT_REST, 2),
    CLOCK_BEHIND(Place.AT_REST, 2),
    STATE_DAMAGED(Place.AT_REST, 2);

    /** Where it happens. */
    enum Place {
        POLL,
        PAYLOAD,
        STATE_WRITE,
        DISK_WRITE,
        DISK_SYNC,
        READ_BACK,
        /** At any of those. */
        ANYWHERE,
        AT_REST
    }

    final Place place;
    final int within;

    Fault(Place place, int within) {
        this.place = place;
        this.within = within;
    }
}
