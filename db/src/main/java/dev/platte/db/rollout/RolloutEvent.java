package dev.platte.db.rollout;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a person or a rule did to a rollout.
 *
 * @param who a person or token; {@code system} where a rule did it
 * @param facts as JSON: the bound that was crossed, the policy that was taken over
 */
public record RolloutEvent(
        long id,
        long rolloutId,
        Instant at,
        What what,
        String who,
        @Nullable String reason,
        @Nullable String facts) {

    /** What was done. */
    public enum What {
        CREATED,
        PAUSED,
        RESUMED,
        HALTED,
        COMPLETED,
        SUPERSEDED,
        /** So many canaries have updated: from an instant on the others follow. */
        CANARIES_THROUGH,
        /** Limits, halt rule or leases of its group were changed while it was open. */
        POLICY_CHANGED
    }
}
