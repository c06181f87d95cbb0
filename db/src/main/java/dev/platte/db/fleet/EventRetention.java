package dev.platte.db.fleet;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Keeps partitions of events ahead of time and drops those out of retention. Any number of servers
 * may do it; the database lets one at a time.
 */
public final class EventRetention {

    /** Servers may be down for so long, and events still go to their own days. */
    private static final int DAYS_AHEAD = 7;

    private final Fleet fleet;
    private final InstantSource clock;
    private final int keepDays;

    /**
     * @param keep how long events are kept, in whole days, at least one
     */
    public EventRetention(Fleet fleet, InstantSource clock, Duration keep) {
        if (keep.toDays() < 1) {
            throw new IllegalArgumentException(
                    "platte.event-retention is " + keep + "; give at least 1d");
        }
        this.fleet = fleet;
        this.clock = clock;
        this.keepDays = Math.toIntExact(keep.toDays());
    }

    /** Once, now. */
    public void turn() {
        fleet.turnPartitions(clock.instant(), DAYS_AHEAD, keepDays);
    }
}
