package dev.platte.policy.ramp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a rollout has been open, its pauses not counted.
 *
 * <p>A pause keeps what has passed and stops; a resumption goes on from there, so nobody is
 * admitted by a pause and nobody loses their admission by a resumption.
 *
 * @param before what had passed when the rollout last stopped, 0 to 100 years
 * @param runningSince since when it runs on; may lie in the future (canaries soak until then), in
 *     1970 to 9999; null while it stands
 */
public record EffectiveTime(Duration before, @Nullable Instant runningSince) {

    private static final Duration LONGEST = Duration.ofDays(36_525);

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /**
     * Nothing has passed and nothing runs: a rollout before its start, or whose canaries are not
     * through.
     */
    public static final EffectiveTime NOT_STARTED = new EffectiveTime(Duration.ZERO, null);

    public EffectiveTime {
        if (before.isNegative() || before.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "effective time lies in 0 to 100 years, not " + before);
        }
        if (runningSince != null
                && (runningSince.isBefore(Instant.EPOCH) || runningSince.isAfter(LATEST))) {
            throw new IllegalArgumentException(
                    "a rollout runs since 1970 to 9999, not " + runningSince);
        }
    }

    /** A rollout that runs from an instant on. */
    public static EffectiveTime startedAt(Instant start) {
        return new EffectiveTime(Duration.ZERO, start);
    }

    /**
     * What has passed at an instant: never negative, also if the clock was set back behind the
     * start.
     */
    public Duration at(Instant now) {
        if (runningSince == null || now.isBefore(runningSince)) {
            return before;
        }
        Duration running = Duration.between(runningSince, now);
        return running.compareTo(LONGEST) > 0 ? before.plus(LONGEST) : before.plus(running);
    }

    /** The time stopped at an instant; already stopped: itself. */
    public EffectiveTime paused(Instant now) {
        if (runningSince == null) {
            return this;
        }
        Duration passed = at(now);
        return new EffectiveTime(passed.compareTo(LONGEST) > 0 ? LONGEST : passed, null);
    }

    /** The time running on from an instant; already running: itself. */
    public EffectiveTime resumed(Instant now) {
        return runningSince == null ? new EffectiveTime(before, now) : this;
    }

    /**
     * When {@code elapsed} will have passed (or had), if nobody pauses; empty while the time stands
     * before it.
     */
    public Optional<Instant> reaches(Duration elapsed) {
        return Optional.ofNullable(runningSince).map(since -> since.plus(elapsed.minus(before)));
    }
}
