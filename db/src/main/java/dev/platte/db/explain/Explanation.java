package dev.platte.db.explain;

import dev.platte.db.fleet.Host;
import dev.platte.db.rollout.Group;
import dev.platte.policy.decide.Decision;
import dev.platte.policy.decide.Move;
import dev.platte.policy.decide.Reason;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a poll of a host would be answered now, and why.
 *
 * @param group absent: its track names none, and nothing is decided
 * @param decision absent exactly when there is no group
 */
public record Explanation(Host host, @Nullable Group group, Decision.@Nullable Settled decision) {

    /** All that speaks for and against, as the decision gives it. */
    public List<Reason> reasons() {
        return decision == null ? List.of() : decision.reasons();
    }

    /** The step that it is about; absent: no step is wanted. */
    public @Nullable Move move() {
        return switch (decision) {
            case null -> null;
            case Decision.Offer offer -> offer.move();
            case Decision.NotNow notNow -> notNow.move();
            case Decision.UpToDate _ -> null;
        };
    }

    /** What keeps the host from its update. */
    public List<Reason> holds() {
        return reasons().stream()
                .filter(reason -> reason.code().effect() != Reason.Effect.TELLS)
                .toList();
    }

    /** Something holds it, and time alone ends all that does. */
    public boolean passes() {
        List<Reason> holds = holds();
        return !holds.isEmpty()
                && holds.stream()
                        .allMatch(reason -> reason.passes() || reason instanceof Reason.Pinned);
    }

    /** When time ends what a reason says, if that can be foretold. */
    public static Optional<Instant> passesAt(Reason reason) {
        return Optional.ofNullable(
                switch (reason) {
                    case Reason.RampNotReached ramp -> ramp.about();
                    case Reason.WindowClosed window -> window.opens();
                    case Reason.LimitPerPeriod limit -> limit.next();
                    case Reason.CanariesFirst canaries -> canaries.soakedAt();
                    case Reason.Pinned pinned -> pinned.until();
                    case Reason.Aimed aimed -> aimed.until();
                    case Reason.UpToDate _,
                            Reason.NewerThanTarget _,
                            Reason.RolledOut _,
                            Reason.Admitted _,
                            Reason.Canary _,
                            Reason.Forced _,
                            Reason.SameVersion _,
                            Reason.Downgrade _,
                            Reason.FloorFirst _,
                            Reason.StableMeanwhile _,
                            Reason.GrantedBefore _,
                            Reason.DeltaFailed _,
                            Reason.GroupPaused _,
                            Reason.RolloutPaused _,
                            Reason.Halted _,
                            Reason.Withdrawn _,
                            Reason.OutsidePrefix _,
                            Reason.VersionUnreadable _,
                            Reason.NoPackageForArch _,
                            Reason.AttemptOpen _,
                            Reason.LimitAtOnce _,
                            Reason.FailedBefore _ ->
                            null;
                });
    }

    /** All reasons for people. */
    public String sentence() {
        return group == null
                ? "The host's track " + host.facts().track() + " names no group."
                : String.join(" ", reasons().stream().map(Reason::sentence).toList());
    }
}
