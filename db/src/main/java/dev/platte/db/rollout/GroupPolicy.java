package dev.platte.db.rollout;

import dev.platte.policy.health.CanaryRule;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.health.PromotionRule;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.ramp.Ramp;
import dev.platte.policy.window.Windows;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the hosts of a group are moved.
 *
 * <p>A rollout begins with the policy of its group. Later changes of limits, halt rule and leases
 * hold for the running one too, windows and forced checks for all hosts at once; ramp, canary rule
 * and downgrade hold from the next rollout on.
 *
 * @param forcedPassesRamp a person who asks on the host does not wait for the ramp
 * @param offersDowngrade hosts on a withdrawn version above the target are sent down to it
 * @param promotion where what this group runs goes next, and when
 * @param retireAfter how long a host of the group is silent before it is counted no more, 1 to 3650
 *     days; absent: as long as the server says
 */
public record GroupPolicy(
        Ramp ramp,
        Limits limits,
        Windows windows,
        Canaries canaries,
        HaltRule halt,
        boolean forcedPassesRamp,
        boolean offersDowngrade,
        Promotion promotion,
        Leases leases,
        @Nullable Duration retireAfter) {

    static final Duration SHORTEST_SILENCE = Duration.ofDays(1);
    static final Duration LONGEST_SILENCE = Duration.ofDays(3650);

    public GroupPolicy {
        if (retireAfter != null
                && (retireAfter.compareTo(SHORTEST_SILENCE) < 0
                        || retireAfter.compareTo(LONGEST_SILENCE) > 0)) {
            throw new IllegalArgumentException(
                    "hosts are retired after 1 to 3650 days, not " + retireAfter);
        }
    }

    /** Everybody at once, at all times; halts by the usual rule. */
    public static final GroupPolicy USUAL =
            new GroupPolicy(
                    Ramp.INSTANT,
                    Limits.NONE,
                    Windows.ALWAYS,
                    Canaries.NONE,
                    HaltRule.USUAL,
                    false,
                    false,
                    Promotion.BY_HAND,
                    Leases.USUAL,
                    null);

    /**
     * Who goes first.
     *
     * @param machines machine ids; at least as many as the rule needs, at most 1000
     */
    public record Canaries(CanaryRule rule, Set<String> machines) {

        public static final Canaries NONE = new Canaries(CanaryRule.NONE, Set.of());

        public Canaries {
            machines = Set.copyOf(machines);
            if (machines.size() > 1000) {
                throw new IllegalArgumentException(
                        "at most 1000 canaries are named, not " + machines.size());
            }
            if (machines.size() < rule.hosts()) {
                throw new IllegalArgumentException(
                        rule.hosts()
                                + " canaries must update first, but "
                                + machines.size()
                                + " are named: nobody else would ever follow");
            }
        }
    }

    /**
     * Where what this group runs goes next.
     *
     * @param to the channel that the rule moves, by name; absent: people do, and the rule asks
     *     nothing of them
     * @param rule what a release must have shown in this group; with approvals it is proposed, and
     *     nobody moves the channel to it without them
     */
    public record Promotion(@Nullable String to, PromotionRule rule) {

        public static final Promotion BY_HAND = new Promotion(null, PromotionRule.BY_HAND);
    }

    /**
     * How long a host may be silent on its way before its attempt is counted as timed out; every
     * word from it begins the time anew.
     *
     * @param progress from the grant to the installation, 1 minute to 366 days
     * @param reboot while it waits for its reboot, 1 minute to 366 days
     */
    public record Leases(Duration progress, Duration reboot) {

        public static final Leases USUAL = new Leases(Duration.ofHours(6), Duration.ofDays(7));

        public Leases {
            check(progress);
            check(reboot);
        }

        private static void check(Duration lease) {
            if (lease.compareTo(Duration.ofMinutes(1)) < 0
                    || lease.compareTo(Duration.ofDays(366)) > 0) {
                throw new IllegalArgumentException("a lease lasts 1 minute to 366 days");
            }
        }
    }
}
