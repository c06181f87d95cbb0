package dev.platte.policy.estimate;

import dev.platte.policy.limit.Limits;
import dev.platte.policy.ramp.Bucket;
import dev.platte.policy.ramp.EffectiveTime;
import dev.platte.policy.ramp.Ramp;
import dev.platte.policy.ramp.Share;
import dev.platte.policy.window.Windows;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * About when a rollout will be through: "412 hosts, done in about 26 h at this policy".
 *
 * <p>Assumed is that hosts are spread evenly over the ramp and over the time between two polls,
 * that every attempt takes as long as the average one and none fails, that nobody pauses, and that
 * a floor on the way is one attempt more. Hosts that are switched off come later; what a rule halts
 * never comes.
 *
 * @param done when the last attempt ends, to five minutes
 * @param takes from now until then
 * @param reached the share of the hosts that the ramp ends with
 */
public record Forecast(Instant done, Duration takes, Share reached) {

    private static final Duration STEP = Duration.ofMinutes(5);
    private static final Duration HORIZON = Duration.ofDays(731);

    /**
     * Who is to be moved.
     *
     * @param hosts how many
     * @param floorSteps further attempts of all of them together, for the floors on their way
     * @param begun attempts of them that have begun already, 0 to all
     * @param pollEvery the time between two polls of one host, 1 second to 7 days
     * @param attempt the time from the grant to the end of an attempt, 1 second to 7 days
     */
    public record Fleet(
            long hosts, long floorSteps, long begun, Duration pollEvery, Duration attempt) {

        private static final long MOST = 1L << 40;

        public Fleet {
            if (hosts < 0 || hosts > MOST || floorSteps < 0 || floorSteps > MOST) {
                throw new IllegalArgumentException("numbers of hosts and steps lie in 0 to 2^40");
            }
            if (begun < 0 || begun > hosts + floorSteps) {
                throw new IllegalArgumentException("0 to all attempts have begun, not " + begun);
            }
            check(pollEvery);
            check(attempt);
        }

        /** One of which nobody has begun. */
        public Fleet(long hosts, long floorSteps, Duration pollEvery, Duration attempt) {
            this(hosts, floorSteps, 0, pollEvery, attempt);
        }

        private double attempts() {
            return (double) hosts + floorSteps;
        }

        private static void check(Duration duration) {
            if (duration.compareTo(Duration.ofSeconds(1)) < 0
                    || duration.compareTo(Duration.ofDays(7)) > 0) {
                throw new IllegalArgumentException("it takes 1 second to 7 days, not " + duration);
            }
        }
    }

    /** How they are to be moved; {@code time} is running, or nothing can be foretold. */
    public record Plan(EffectiveTime time, Ramp ramp, Limits limits, Windows windows) {}

    /**
     * About when.
     *
     * @param now in 1970 to 9999
     * @return empty if the rollout does not end within two years, as far as can be seen
     */
    public static Optional<Forecast> of(Fleet fleet, Plan plan, Instant now) {
        Share reached = plan.ramp().last();
        double wanted = fleet.attempts() * reached.millionths() / Share.ALL.millionths();
        if (wanted <= fleet.begun()) {
            Duration takes = fleet.begun() == 0 ? Duration.ZERO : fleet.attempt();
            return Optional.of(new Forecast(now.plus(takes), takes, reached));
        }
        Instant horizon = now.plus(HORIZON);
        Flow flow = new Flow(fleet, plan.limits(), now);
        Instant at = now;
        while (at.isBefore(horizon)) {
            Optional<Instant> open = plan.windows().nextOpen(at);
            if (open.isEmpty()) {
                return Optional.empty();
            }
            at = open.get();
            double share = (double) plan.ramp().threshold(plan.time().at(at)) / Bucket.COUNT;
            at = at.plus(STEP);
            if (flow.grant(Math.min(wanted, share * fleet.attempts()), at) >= wanted - 1e-6) {
                Instant done = at.plus(fleet.attempt());
                return Optional.of(new Forecast(done, Duration.between(now, done), reached));
            }
        }
        return Optional.empty();
    }

    /**
     * Attempts as a fluid: what flows in each step through the polls, the slots and the period's
     * grants.
     */
    private static final class Flow {

        private final Limits limits;
        private final double pollsPerSecond;
        private final double slotsPerSecond;
        private final double mostSlots;
        private final double perPeriod;
        private double granted;
        private double slots;
        private double left;
        private Instant last;
        private Instant periodEnd;

        Flow(Fleet fleet, Limits limits, Instant now) {
            this.limits = limits;
            pollsPerSecond = fleet.attempts() / fleet.pollEvery().toSeconds();
            slotsPerSecond = (double) limits.atOnce() / fleet.attempt().toSeconds();
            // Attempts and periods shorter than a step: more than one of them fits into it.
            mostSlots = Math.max(limits.atOnce(), slotsPerSecond * STEP.toSeconds());
            perPeriod =
                    limits.perPeriod()
                            * Math.max(
                                    1.0, (double) STEP.toSeconds() / limits.period().toSeconds());
            slots = mostSlots;
            granted = fleet.begun();
            last = now;
            periodEnd = now;
        }

        /**
         * Grants up to {@code admitted} in the step that ends at {@code now}; returns the sum of
         * all grants.
         */
        double grant(double admitted, Instant now) {
            slots =
                    Math.min(
                            mostSlots,
                            slots + slotsPerSecond * Duration.between(last, now).toSeconds());
            last = now;
            if (!now.isBefore(periodEnd)) {
                left = perPeriod;
                periodEnd = now.plus(limits.period());
            }
            double polls = pollsPerSecond * STEP.toSeconds();
            double some =
                    Math.max(
                            0,
                            Math.min(Math.min(polls, admitted - granted), Math.min(slots, left)));
            slots -= some;
            left -= some;
            granted += some;
            return granted;
        }
    }
}
