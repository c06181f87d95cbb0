package dev.platte.policy.lock;

import dev.platte.policy.health.CanaryRule;
import dev.platte.policy.window.Windows;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the hosts of a lock group take turns.
 *
 * @param limit how many may be down at once
 * @param hold how long a host may be gone: from the grant until it is back and healthy, 1 minute to
 *     7 days
 * @param settle how long a slot rests after its host came back, so that what the host serves has
 *     come back as well, 0 to 7 days
 * @param overdue what becomes of the slot of a host that is not back in time
 * @param failureBudget how many hosts may be overdue, fall back or be given up before nobody else
 *     goes, 0 or more; absent: any number
 * @param order who goes first
 * @param windows when anybody may go
 * @param followsRollouts whether a paused or halted rollout, a paused update group and a withdrawn
 *     release hold reboots as well
 */
public record LockRules(
        SlotLimit limit,
        Duration hold,
        Duration settle,
        OverdueRule overdue,
        @Nullable Integer failureBudget,
        Order order,
        Windows windows,
        boolean followsRollouts) {

    private static final Duration WEEK = Duration.ofDays(7);

    /** One at a time, an hour each, and a dead host holds its slot until somebody looks. */
    public static final LockRules USUAL =
            new LockRules(
                    SlotLimit.ONE,
                    Duration.ofHours(1),
                    Duration.ZERO,
                    new OverdueRule.Hold(),
                    null,
                    Order.FIRST_COME,
                    Windows.ALWAYS,
                    true);

    public LockRules {
        if (hold.compareTo(Duration.ofMinutes(1)) < 0 || hold.compareTo(WEEK) > 0) {
            throw new IllegalArgumentException("a slot is held 1 minute to 7 days, not " + hold);
        }
        if (settle.isNegative() || settle.compareTo(WEEK) > 0) {
            throw new IllegalArgumentException("a slot settles 0 to 7 days, not " + settle);
        }
        if (failureBudget != null && failureBudget < 0) {
            throw new IllegalArgumentException(
                    "a failure budget is 0 or more, not " + failureBudget);
        }
    }

    /** The failure budget where there is one. */
    public Optional<Integer> budget() {
        return Optional.ofNullable(failureBudget);
    }

    /**
     * Who goes first: canaries, then higher priorities, then who came first.
     *
     * @param canaries hosts by their ids, at most 1000
     * @param canaryRule how many canaries must be back from a reboot into a version, and for how
     *     long, before anybody else reboots into it; at most as many as are named
     * @param priorities of single hosts, -100 to 100, at most 1000; who has none has 0
     */
    public record Order(
            Set<String> canaries, CanaryRule canaryRule, Map<String, Integer> priorities) {

        public static final Order FIRST_COME = new Order(Set.of(), CanaryRule.NONE, Map.of());

        /** Ranks before every priority. */
        private static final int CANARY = 1000;

        public Order {
            canaries = Set.copyOf(canaries);
            priorities = Map.copyOf(priorities);
            if (canaries.size() > 1000 || priorities.size() > 1000) {
                throw new IllegalArgumentException("at most 1000 hosts are named");
            }
            if (canaries.size() < canaryRule.hosts()) {
                throw new IllegalArgumentException(
                        canaryRule.hosts()
                                + " canaries must be back first, but "
                                + canaries.size()
                                + " are named: nobody else would ever follow");
            }
            for (int priority : priorities.values()) {
                if (priority < -100 || priority > 100) {
                    throw new IllegalArgumentException(
                            "a priority is -100 to 100, not " + priority);
                }
            }
        }

        public boolean isCanary(String host) {
            return canaries.contains(host);
        }

        /** Its rank in the queue; the highest goes first. */
        public int rank(String host) {
            return priorities.getOrDefault(host, 0) + (isCanary(host) ? CANARY : 0);
        }
    }
}
