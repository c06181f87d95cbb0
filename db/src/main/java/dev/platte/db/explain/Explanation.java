package dev.platte.db.explain;

import dev.platte.db.fleet.Host;
import dev.platte.db.rollout.Group;
import dev.platte.policy.decide.Decision;
import dev.platte.policy.decide.Move;
import dev.platte.policy.decide.Reason;
import java.util.List;
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

    /** All reasons for people. */
    public String sentence() {
        return group == null
                ? "The host's track " + host.facts().track() + " names no group."
                : String.join(" ", reasons().stream().map(Reason::sentence).toList());
    }
}
