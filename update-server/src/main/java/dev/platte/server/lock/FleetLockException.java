package dev.platte.server.lock;

/** A request that is not answered by a lock group. */
final class FleetLockException extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String kind;

    /**
     * @param kind one of few: clients make a metric's label of it
     * @param value for people
     */
    FleetLockException(int status, String kind, String value) {
        super(value);
        this.status = status;
        this.kind = kind;
    }

    FleetLockReply reply() {
        return FleetLockReply.error(status, kind, String.valueOf(getMessage()));
    }
}
