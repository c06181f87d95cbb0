package dev.platte.policy.lock;

import java.time.Duration;

/**
 * What becomes of a slot whose holder has not come back in time. Overdue is not dead, and dead is
 * not retired: what may be concluded is the operator's to say, and is never concluded silently.
 */
public sealed interface OverdueRule {

    /** The slot stays taken until a person frees it: a bad release stops where it is. */
    record Hold() implements OverdueRule {}

    /** The slot is taken back once the host was retired from the fleet. */
    record ReclaimRetired() implements OverdueRule {}

    /**
     * The slot is taken back some time after the host was due, as long as the failure budget has
     * room for one more; a retired host's at once.
     *
     * @param late counted from when it was due, 1 minute to 30 days
     */
    record ReclaimAfter(Duration late) implements OverdueRule {
        public ReclaimAfter {
            if (late.compareTo(Duration.ofMinutes(1)) < 0
                    || late.compareTo(Duration.ofDays(30)) > 0) {
                throw new IllegalArgumentException(
                        "a slot is reclaimed 1 minute to 30 days after it was due, not " + late);
            }
        }
    }
}
