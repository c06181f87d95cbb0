package dev.platte.policy.decide;

import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.VersionPrefix;
import dev.platte.policy.health.HaltRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a host gets what it gets: a stable code with its facts, and a sentence for people. */
public sealed interface Reason {

    /** What a reason does to a move. */
    enum Effect {
        /** Nothing: it says why something is offered, or that nothing is wanted. */
        TELLS,
        /** Nobody begins. An attempt that is open already may go on. */
        HOLDS_START,
        /** Nobody begins, and an open attempt is not answered either. */
        HOLDS_ALL
    }

    /**
     * The stable names of the reasons: for metrics, programs and tests. Names are added, never
     * changed.
     */
    enum Code {
        UP_TO_DATE(Effect.TELLS, false),
        NEWER_THAN_TARGET(Effect.TELLS, false),
        ROLLED_OUT(Effect.TELLS, true),
        ADMITTED(Effect.TELLS, true),
        CANARY(Effect.TELLS, true),
        FORCED(Effect.TELLS, true),
        AIMED(Effect.TELLS, true),
        SAME_VERSION(Effect.TELLS, true),
        DOWNGRADE(Effect.TELLS, true),
        FLOOR_FIRST(Effect.TELLS, true),
        STABLE_MEANWHILE(Effect.TELLS, true),
        GRANTED_BEFORE(Effect.TELLS, true),
        DELTA_FAILED(Effect.TELLS, true),
        GROUP_PAUSED(Effect.HOLDS_ALL, false),
        ROLLOUT_PAUSED(Effect.HOLDS_ALL, false),
        HALTED(Effect.HOLDS_ALL, false),
        WITHDRAWN(Effect.HOLDS_ALL, false),
        PINNED(Effect.HOLDS_ALL, false),
        OUTSIDE_PREFIX(Effect.HOLDS_ALL, false),
        VERSION_UNREADABLE(Effect.HOLDS_ALL, false),
        NO_PACKAGE_FOR_ARCH(Effect.HOLDS_ALL, false),
        ATTEMPT_OPEN(Effect.HOLDS_ALL, true),
        CANARIES_FIRST(Effect.HOLDS_START, true),
        RAMP_NOT_REACHED(Effect.HOLDS_START, true),
        WINDOW_CLOSED(Effect.HOLDS_START, true),
        LIMIT_AT_ONCE(Effect.HOLDS_START, true),
        LIMIT_PER_PERIOD(Effect.HOLDS_START, true),
        FAILED_BEFORE(Effect.HOLDS_START, false);

        private final Effect effect;
        private final boolean passes;

        Code(Effect effect, boolean passes) {
            this.effect = effect;
            this.passes = passes;
        }

        public Effect effect() {
            return effect;
        }

        boolean passes() {
            return passes;
        }
    }

    /** The host runs the target. */
    record UpToDate(ReadableVersion version) implements Reason {}

    /**
     * The host is above the target and is not sent back.
     *
     * @param askedToGoBack it would have gone
     */
    record NewerThanTarget(ReadableVersion version, ReadableVersion target, boolean askedToGoBack)
            implements Reason {}

    /** The rollout to this version is completed: everybody may have it. */
    record RolledOut(ReadableVersion target) implements Reason {}

    /**
     * The ramp has reached the host.
     *
     * @param bucket the host's place, 0 to 1
     * @param threshold how far the ramp is open, 0 to 1
     */
    record Admitted(String rolloutId, double bucket, double threshold) implements Reason {}

    /** The host goes first. */
    record Canary(String rolloutId) implements Reason {}

    /** A person asked on the host, and the group lets them pass the ramp. */
    record Forced(String rolloutId) implements Reason {}

    /** An operator aimed this host at this version. */
    record Aimed(ReadableVersion at, Instant until, String by, String why) implements Reason {}

    /** The host asked for the version that it has. */
    record SameVersion(ReadableVersion version) implements Reason {}

    /** The host runs a version that should not be run, and the target is below it. */
    record Downgrade(ReadableVersion from, ReadableVersion to, String why) implements Reason {}

    /** Another release comes before the target. */
    record FloorFirst(ReadableVersion version, ReadableVersion target, String why)
            implements Reason {}

    /** The host may not have the rolling release yet, and is brought to the stable one. */
    record StableMeanwhile(ReadableVersion stable, ReadableVersion rolling, List<Reason> because)
            implements Reason {
        public StableMeanwhile {
            because = List.copyOf(because);
        }
    }

    /** The host holds this grant already. */
    record GrantedBefore(Standing.Stage stage) implements Reason {}

    /** What was made from the host's version failed on it, so it gets the full payload. */
    record DeltaFailed(ReadableVersion version) implements Reason {}

    record GroupPaused(String group, String why) implements Reason {}

    record RolloutPaused(String rolloutId, String why) implements Reason {}

    /**
     * The rollout went wrong.
     *
     * @param crossed rate and bound; null: halted by hand
     */
    record Halted(String rolloutId, String why, HaltRule.@Nullable Crossed crossed)
            implements Reason {}

    /** The release that the host would get, or that the way leads to, was taken back. */
    record Withdrawn(ReadableVersion version, String why) implements Reason {}

    record Pinned(Instant until, String by, String why) implements Reason {}

    /** The host does not let itself be moved there. */
    record OutsidePrefix(ReadableVersion version, VersionPrefix prefix) implements Reason {}

    /** Nobody knows whether an update would be one. */
    record VersionUnreadable(String said) implements Reason {}

    /**
     * The group's channel has nothing that runs on this host.
     *
     * @param architecture as the host says it; empty if it does not
     */
    record NoPackageForArch(String group, String architecture) implements Reason {}

    /** The host has installed a release and waits for its reboot. */
    record AttemptOpen(Standing.Stage stage) implements Reason {}

    /**
     * The canaries are not through.
     *
     * @param soakedAt when they will have soaked; null while some are missing
     */
    record CanariesFirst(String rolloutId, int updated, int needed, @Nullable Instant soakedAt)
            implements Reason {}

    /**
     * The ramp has not reached the host.
     *
     * @param bucket the host's place, 0 to 1
     * @param threshold how far the ramp is open, 0 to 1
     * @param about when it will reach the host if nobody pauses it; null while it stands or if it
     *     never will
     * @param ever whether the ramp gets as far as the host at all
     */
    record RampNotReached(
            String rolloutId,
            double bucket,
            double threshold,
            @Nullable Instant about,
            boolean ever)
            implements Reason {}

    /**
     * No window is open.
     *
     * @param opens the next opening; null if there is none in the next years
     */
    record WindowClosed(String group, @Nullable Instant opens) implements Reason {}

    record LimitAtOnce(String rolloutId, int limit, long open) implements Reason {}

    /**
     * As many as are allowed have begun in this period.
     *
     * @param next when the next period may begin
     */
    record LimitPerPeriod(String rolloutId, int limit, Duration period, Instant next)
            implements Reason {}

    /**
     * The host installed this version once and came back from it. Something newer, or an operator,
     * ends this.
     */
    record FailedBefore(ReadableVersion version) implements Reason {}

    /** Whether time ends it, if all goes well; else somebody has to act, or nothing is wanted. */
    default boolean passes() {
        boolean never =
                this instanceof RampNotReached ramp && !ramp.ever()
                        || this instanceof WindowClosed window && window.opens() == null
                        || this instanceof LimitAtOnce atOnce && atOnce.limit() == 0
                        || this instanceof LimitPerPeriod perPeriod && perPeriod.limit() == 0;
        return code().passes() && !never;
    }

    /** The stable name. */
    default Code code() {
        return Wording.code(this);
    }

    /** One English sentence for people, with times in UTC. */
    default String sentence() {
        return Wording.sentence(this);
    }
}
