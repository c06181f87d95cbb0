package dev.platte.omaha.request;

import java.util.OptionalInt;

/**
 * A sign of life (Omaha v3, section ping). In the day counts -1 means never before, and -2 unknown.
 *
 * @param saidActive the attribute {@code active}
 * @param activeDaysAgo {@code a}: days since the last active ping
 * @param daysAgo {@code r}: days since the last ping
 * @param lastActiveDay {@code ad}: the server's day number with the last active ping
 * @param lastDay {@code rd}: the server's day number with the last ping
 * @param freshness {@code ping_freshness}: random; the same one twice is a cloned machine
 */
public record Ping(
        boolean saidActive,
        OptionalInt activeDaysAgo,
        OptionalInt daysAgo,
        OptionalInt lastActiveDay,
        OptionalInt lastDay,
        String freshness) {

    /** As update_engine sends it. */
    public static final Ping ACTIVE =
            new Ping(
                    true,
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    "");

    /** Whether the application is in use; a day count of activity says so too. */
    public boolean isActive() {
        return saidActive || activeDaysAgo.isPresent() || lastActiveDay.isPresent();
    }
}
