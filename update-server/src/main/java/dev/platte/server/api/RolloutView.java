package dev.platte.server.api;

import dev.platte.db.rollout.Place;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutEvent;
import dev.platte.db.rollout.RolloutState;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.health.Outcomes;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.ramp.Ramp;
import dev.platte.policy.ramp.Share;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rollout as it is shown; durations as ISO 8601, shares in percent.
 *
 * @param version where it leads
 * @param previousVersion where the one before it led
 * @param crossed there when a rule halted it
 * @param place absent: history
 */
record RolloutView(
        UUID id,
        String group,
        String arch,
        @Nullable String version,
        @Nullable String previousVersion,
        RolloutState state,
        @Nullable String stateReason,
        HaltRule.@Nullable Crossed crossed,
        @Nullable Place place,
        boolean offersDowngrade,
        PaceView pace,
        CountsView counts,
        Instant created,
        String createdBy,
        @Nullable Instant ended) {

    /**
     * What it goes by.
     *
     * @param open the share of the hosts that the ramp admits now
     * @param effectiveTime how long it has been open, pauses left out
     * @param runningSince absent while it stands; later than now while canaries soak
     */
    record PaceView(
            RampView ramp,
            BigDecimal open,
            String effectiveTime,
            @Nullable Instant runningSince,
            @Nullable Integer atOnce,
            @Nullable Integer perPeriod,
            String period,
            int canaries,
            String canarySoak,
            HaltView halt) {}

    /** How it opens; shares in percent. */
    record RampView(BigDecimal first, List<FrameView> frames) {}

    /** A piece of a ramp: the share at its end, and how long it takes. */
    record FrameView(BigDecimal to, String over) {}

    /** When it stops by itself; rates in percent. */
    record HaltView(BigDecimal allowed, int minimumSample, double confidence) {}

    /**
     * What has been counted.
     *
     * @param open attempts that hold a slot now
     * @param forgiven failures before it was last resumed from a halt
     */
    record CountsView(
            long open,
            @Nullable Instant periodStart,
            long grantedInPeriod,
            long updated,
            long failed,
            long timedOut,
            long fellBack,
            long resolved,
            long forgiven,
            long canariesUpdated) {}

    /** A rollout with what people and rules did to it, the oldest first. */
    record Detail(RolloutView rollout, List<EventView> history) {}

    /** Something that happened to it. */
    record EventView(
            Instant at,
            RolloutEvent.What what,
            String who,
            @Nullable String reason,
            @Nullable Object facts) {}

    static RolloutView of(
            Rollout row,
            String group,
            @Nullable String version,
            @Nullable String previousVersion,
            Instant now) {
        return new RolloutView(
                row.uid(),
                group,
                row.arch(),
                version,
                previousVersion,
                row.state(),
                row.stateReason(),
                row.crossed(),
                row.place(),
                row.offersDowngrade(),
                pace(row, now),
                counts(row.counted()),
                row.created(),
                row.createdBy(),
                row.ended());
    }

    private static PaceView pace(Rollout row, Instant now) {
        Rollout.Pace pace = row.pace();
        Duration passed = pace.time().at(now);
        return new PaceView(
                ramp(pace.ramp()),
                row.open(now),
                passed.toString(),
                pace.time().runningSince(),
                limit(pace.limits().atOnce()),
                limit(pace.limits().perPeriod()),
                pace.limits().period().toString(),
                pace.canaries().hosts(),
                pace.canaries().soak().toString(),
                new HaltView(
                        rate(pace.halt().allowed()),
                        pace.halt().minimumSample(),
                        pace.halt().confidence().probability()));
    }

    private static CountsView counts(Rollout.Counted counted) {
        Outcomes all = counted.outcomes();
        return new CountsView(
                counted.tally().open(),
                counted.tally().periodStart(),
                counted.tally().granted(),
                all.updated(),
                all.failed(),
                all.timedOut(),
                all.fellBack(),
                all.resolved(),
                counted.forgiven().failures(),
                counted.canariesUpdated());
    }

    private static RampView ramp(Ramp ramp) {
        return new RampView(
                percent(ramp.first()),
                ramp.frames().stream()
                        .map(frame -> new FrameView(percent(frame.to()), frame.over().toString()))
                        .toList());
    }

    private static @Nullable Integer limit(int limit) {
        return limit == Limits.UNLIMITED ? null : limit;
    }

    private static BigDecimal percent(Share share) {
        return rate(share.millionths() / 1e6);
    }

    /** To six digits, without an exponent. */
    private static BigDecimal rate(double rate) {
        BigDecimal percent =
                BigDecimal.valueOf(rate * 100).round(new MathContext(6)).stripTrailingZeros();
        return percent.scale() < 0 ? percent.setScale(0) : percent;
    }
}
