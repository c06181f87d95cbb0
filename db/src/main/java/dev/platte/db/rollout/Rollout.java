package dev.platte.db.rollout;

import dev.platte.db.feed.Subject.Counts;
import dev.platte.db.feed.Subject.RolloutNews;
import dev.platte.policy.health.CanaryRule;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.health.Outcomes;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.limit.Tally;
import dev.platte.policy.ramp.Bucket;
import dev.platte.policy.ramp.EffectiveTime;
import dev.platte.policy.ramp.Ramp;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The move of one group, for one architecture, to one package.
 *
 * @param uid salts the order of the hosts, and names the rollout in decisions and addresses
 * @param previousPackageId where the group's last completed rollout had led when this one began;
 *     absent: it is the group's first
 * @param stateReason why it is paused, halted, or was completed by hand
 * @param crossed there when a rule halted it
 * @param place absent: history
 * @param offersDowngrade hosts on a withdrawn version above the target are sent down to it
 * @param pace what it goes by
 * @param counted what has been counted
 * @param createdBy a person, a token, or {@code system}
 * @param ended when it was completed or superseded
 * @param revision counts changes by people and rules, not what is counted; its ETag
 */
public record Rollout(
        long id,
        UUID uid,
        long groupId,
        long applicationId,
        String arch,
        long packageId,
        @Nullable Long previousPackageId,
        RolloutState state,
        @Nullable String stateReason,
        HaltRule.@Nullable Crossed crossed,
        @Nullable Place place,
        boolean offersDowngrade,
        Pace pace,
        Counted counted,
        Instant created,
        String createdBy,
        @Nullable Instant ended,
        long revision) {

    /** The share of the hosts that its ramp admits at an instant, in percent to four decimals. */
    public BigDecimal open(Instant now) {
        // A completed one is open to everybody, also where its ramp had not come so far.
        if (state == RolloutState.COMPLETED) {
            return BigDecimal.valueOf(100);
        }
        Duration passed = pace.time().at(now);
        Instant since = pace.time().runningSince();
        boolean started = !passed.isZero() || (since != null && !since.isAfter(now));
        return started ? percent(pace.ramp().threshold(passed)) : BigDecimal.ZERO;
    }

    private static BigDecimal percent(long threshold) {
        BigDecimal percent =
                BigDecimal.valueOf(threshold)
                        .movePointRight(2)
                        .divide(BigDecimal.valueOf(Bucket.COUNT), 4, RoundingMode.HALF_EVEN)
                        .stripTrailingZeros();
        return percent.scale() < 0 ? percent.setScale(0) : percent;
    }

    /**
     * As it is told to who follows.
     *
     * @param version what its package is called
     */
    RolloutNews news(String version, @Nullable String previousVersion, Instant now) {
        Outcomes all = counted.outcomes();
        return new RolloutNews(
                uid,
                arch,
                version,
                previousVersion,
                state.name(),
                open(now),
                new Counts(
                        counted.tally().open(),
                        all.updated(),
                        all.failed(),
                        all.timedOut(),
                        all.fellBack()),
                crossed);
    }

    /**
     * What it goes by: the policy of its group when it began, with later changes of limits, halt
     * rule and leases.
     *
     * @param time how long it has been open; not started while canaries are not through
     */
    public record Pace(
            Ramp ramp,
            EffectiveTime time,
            Limits limits,
            CanaryRule canaries,
            HaltRule halt,
            GroupPolicy.Leases leases) {}

    /**
     * What has been counted: in the snapshot as it was at the last change by people or rules, from
     * the verbs as it is now.
     *
     * @param tally attempts that hold a slot, and the grants of the period
     * @param outcomes how attempts ended: each host once for each package, by its last attempt
     * @param forgiven the outcomes when it was last resumed from a halt; the halt rule judges what
     *     came after
     * @param canariesUpdated canaries seen from the target
     * @param canariesLast when the last of them was
     */
    public record Counted(
            Tally tally,
            Outcomes outcomes,
            Outcomes forgiven,
            long canariesUpdated,
            @Nullable Instant canariesLast) {

        /** What the halt rule judges. */
        public Outcomes judged() {
            return new Outcomes(
                    Math.max(0, outcomes.updated() - forgiven.updated()),
                    Math.max(0, outcomes.failed() - forgiven.failed()),
                    Math.max(0, outcomes.timedOut() - forgiven.timedOut()),
                    Math.max(0, outcomes.fellBack() - forgiven.fellBack()));
        }
    }
}
