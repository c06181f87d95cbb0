package dev.platte.server.poll;

import java.time.Duration;
import java.util.Optional;

/**
 * How often hosts are asked to poll: as rarely as the size of the fleet demands, and never outside
 * of what update_engine takes from a server (update_check_scheduler.cc, {@code
 * kTimeoutPeriodicInterval} and {@code kTimeoutMaxBackoffInterval}).
 *
 * @param perSecond polls that all servers of one database want to answer on average; 0: hosts are
 *     asked for nothing
 */
record Pace(int perSecond) {
    /** A host's own rhythm: a server that asks for less is not heard. */
    static final Duration SHORTEST = Duration.ofMinutes(45);

    static final Duration LONGEST = Duration.ofHours(4);

    /**
     * What hosts are asked to wait between two polls.
     *
     * @param hosts 0 or more
     * @return empty: they keep their own rhythm, which is often enough and not too often
     */
    Optional<Duration> of(long hosts) {
        if (perSecond == 0) {
            return Optional.empty();
        }
        Duration needed = Duration.ofSeconds(Math.ceilDiv(hosts, perSecond));
        if (needed.compareTo(SHORTEST) <= 0) {
            return Optional.empty();
        }
        return Optional.of(needed.compareTo(LONGEST) < 0 ? needed : LONGEST);
    }
}
