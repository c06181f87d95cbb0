package dev.platte.policy.decide;

import dev.platte.policy.limit.Limits;
import org.jspecify.annotations.Nullable;

/**
 * One step of one host: the package that a decision is about.
 *
 * @param rolloutId the rollout under whose row it is counted; null for a host that an operator
 *     aimed elsewhere
 * @param to what the host gets
 * @param target where the way leads; {@code to} itself unless a floor comes first
 * @param limits what the rollout allows
 * @param downgrade {@code to} is below the host's version
 * @param delta the host may be given the payload made from its version
 */
public record Move(
        @Nullable String rolloutId,
        Release to,
        Release target,
        Limits limits,
        boolean downgrade,
        boolean delta) {

    /** The same with the payload that needs nothing of the host. */
    Move withoutDelta() {
        return new Move(rolloutId, to, target, limits, downgrade, false);
    }
}
