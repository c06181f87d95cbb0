package dev.platte.client.systemd;

import java.time.Duration;

/**
 * Whether the agent still does what it is there for. Times are of a clock that nobody sets; a
 * thread that pings while the agent hangs would be worth nothing.
 */
final class Liveness {
    /** Longer than any time-out of a step at work. */
    private static final Duration LONGEST_STEP = Duration.ofMinutes(90);

    /** How late a check may begin on a host that was asleep or busy. */
    private static final Duration LATEST = Duration.ofMinutes(15);

    private Duration heard;
    private Duration due;
    private boolean resting = true;

    /** Begins at rest, with no check planned. */
    Liveness(Duration now) {
        this.heard = now;
        this.due = Duration.ofSeconds(Long.MAX_VALUE);
    }

    /**
     * The agent said something.
     *
     * @param atRest it waits for a check or a request
     * @param untilCheck from now; meaningless at work
     */
    synchronized void heard(Duration now, boolean atRest, Duration untilCheck) {
        heard = now;
        resting = atRest;
        due = now.plus(untilCheck);
    }

    /** The agent at work came further. */
    synchronized void progressed(Duration now) {
        heard = now;
    }

    synchronized boolean isAlive(Duration now) {
        return resting
                ? now.minus(LATEST).compareTo(due) < 0
                : now.minus(LONGEST_STEP).compareTo(heard) < 0;
    }
}
