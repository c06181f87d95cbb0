package dev.platte.policy.lock;

import org.jspecify.annotations.Nullable;

/**
 * What has been counted of a lock group, under its lock.
 *
 * @param hosts of the group, for limits in percent
 * @param taken slots that somebody holds, or that still settle
 * @param overdue holders that should be back
 * @param failures hosts that fell back or were given up since the group was last resumed
 * @param frozen why nobody may go; absent: it is not frozen
 */
public record Occupancy(long hosts, int taken, int overdue, int failures, @Nullable String frozen) {

    public Occupancy {
        if (hosts < 0 || taken < 0 || overdue < 0 || failures < 0) {
            throw new IllegalArgumentException(
                    "counts are 0 or more, not %d hosts, %d taken, %d overdue, %d failures"
                            .formatted(hosts, taken, overdue, failures));
        }
    }

    /** After one more slot was taken. */
    public Occupancy afterGrant() {
        return new Occupancy(hosts, taken + 1, overdue, failures, frozen);
    }

    /** Whether more went wrong than the group may bear. */
    public boolean isSpent(LockRules rules) {
        return rules.budget().filter(budget -> overdue + failures > budget).isPresent();
    }
}
