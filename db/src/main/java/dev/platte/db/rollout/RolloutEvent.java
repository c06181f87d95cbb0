package dev.platte.db.rollout;

import dev.platte.db.feed.EventKind;
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
        /** A frame of its ramp is over. */
        FRAME_REACHED,
        /** Limits, halt rule or leases of its group were changed while it was open. */
        POLICY_CHANGED;

        /** How it is told to who follows events. */
        EventKind kind() {
            return switch (this) {
                case CREATED -> EventKind.ROLLOUT_BEGUN;
                case PAUSED -> EventKind.ROLLOUT_PAUSED;
                case RESUMED -> EventKind.ROLLOUT_RESUMED;
                case HALTED -> EventKind.ROLLOUT_HALTED;
                case COMPLETED -> EventKind.ROLLOUT_COMPLETED;
                case SUPERSEDED -> EventKind.ROLLOUT_SUPERSEDED;
                case CANARIES_THROUGH -> EventKind.ROLLOUT_CANARIES_THROUGH;
                case FRAME_REACHED -> EventKind.ROLLOUT_FRAME_REACHED;
                case POLICY_CHANGED -> EventKind.ROLLOUT_POLICY_CHANGED;
            };
        }
    }
}
