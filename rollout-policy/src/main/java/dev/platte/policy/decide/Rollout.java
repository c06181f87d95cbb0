package dev.platte.policy.decide;

import dev.platte.policy.health.HaltRule;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.ramp.EffectiveTime;
import dev.platte.policy.ramp.Ramp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The move of one group to one package.
 *
 * @param id salts the order of the hosts; without NUL
 * @param target where it leads
 * @param offersDowngrade hosts on a withdrawn version above the target are offered it too
 * @param time how long it has been open; with canaries it starts when they are through, else a ramp
 *     would have opened while they soaked
 */
public record Rollout(
        String id,
        Release target,
        State state,
        Pace pace,
        EffectiveTime time,
        boolean offersDowngrade) {

    /**
     * How it goes.
     *
     * @param ramp who may come when
     * @param limits how many
     * @param canaries how far the first ones are
     */
    public record Pace(Ramp ramp, Limits limits, Canaries canaries) {

        /** Everybody at once. */
        public static final Pace INSTANT = new Pace(Ramp.INSTANT, Limits.NONE, Canaries.NONE);
    }

    /**
     * How far the canaries are.
     *
     * @param needed how many must be through before others follow; 0: there are none
     * @param updated how many are
     * @param soakedAt from when on the others may follow; null while canaries are missing
     */
    public record Canaries(int needed, int updated, @Nullable Instant soakedAt) {

        public static final Canaries NONE = new Canaries(0, 0, null);

        public Canaries {
            if (needed < 0 || updated < 0) {
                throw new IllegalArgumentException("numbers of canaries are 0 or more");
            }
        }

        boolean throughAt(Instant now) {
            return needed == 0 || soakedAt != null && !now.isBefore(soakedAt);
        }
    }

    /** What an operator or a rule has made of it. */
    public sealed interface State {}

    /** Hosts move. */
    public record Running() implements State {}

    /** Nobody moves until somebody resumes it. */
    public record Paused(String why) implements State {}

    /**
     * It went wrong: nobody moves, also who was admitted and has not finished.
     *
     * @param crossed the bound that the failures crossed; null: halted by hand
     */
    public record Halted(String why, HaltRule.@Nullable Crossed crossed) implements State {}

    /**
     * It is over: its target is what the group runs, and whoever comes late gets it without a ramp.
     */
    public record Completed() implements State {}

    public Rollout {
        if (id.isEmpty() || id.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a rollout has an id, without NUL");
        }
    }
}
