package dev.platte.db.decision;

import dev.platte.policy.decide.Release;
import dev.platte.policy.decide.Rollout;
import dev.platte.policy.ramp.EffectiveTime;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rollouts as rows in the words of the policy. */
public final class RolloutWords {

    private RolloutWords() {}

    /** What decisions are made from: the same for the poll, for explanations and for dry runs. */
    public static Rollout of(dev.platte.db.rollout.Rollout row, Release target) {
        dev.platte.db.rollout.Rollout.Pace pace = row.pace();
        return new Rollout(
                row.uid().toString(),
                target,
                state(row),
                new Rollout.Pace(
                        pace.ramp(),
                        pace.limits(),
                        new Rollout.Canaries(
                                pace.canaries().hosts(),
                                Math.toIntExact(row.counted().canariesUpdated()),
                                soakedAt(pace.time()))),
                pace.time(),
                row.offersDowngrade());
    }

    /** The time of a rollout begins when its canaries have soaked. */
    private static @Nullable Instant soakedAt(EffectiveTime time) {
        if (time.equals(EffectiveTime.NOT_STARTED)) {
            return null;
        }
        Instant since = time.runningSince();
        return since != null && time.before().isZero() ? since : Instant.EPOCH;
    }

    private static Rollout.State state(dev.platte.db.rollout.Rollout row) {
        String why = row.stateReason() == null ? "" : row.stateReason();
        return switch (row.state()) {
            case RUNNING -> new Rollout.Running();
            case PAUSED -> new Rollout.Paused(why);
            case HALTED -> new Rollout.Halted(why, row.crossed());
            case COMPLETED -> new Rollout.Completed();
            // Seen only where the snapshot is older than the row: the next poll knows its
            // successor.
            case SUPERSEDED -> new Rollout.Paused("another rollout has taken its place");
        };
    }
}
