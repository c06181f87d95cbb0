package dev.platte.policy.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host that asks for a slot.
 *
 * @param canary whether it is one of the first
 * @param rolloutStopped why the rollout that it reboots for stands still; absent: it does not
 * @param notEligible why this host of all must not reboot, such as into a withdrawn release;
 *     absent: it may
 * @param canariesBack the canaries that are back from a reboot into the version that it reboots
 *     into; absent: it does not say which, and only the order holds it
 * @param position its place among those who could go, 1: first
 */
public record Candidate(
        boolean canary,
        @Nullable String rolloutStopped,
        @Nullable String notEligible,
        @Nullable CanariesBack canariesBack,
        int position) {

    /**
     * Canaries that are back and healthy.
     *
     * @param last when the last of them came; absent: none did
     */
    public record CanariesBack(long hosts, @Nullable Instant last) {}

    public Candidate {
        if (position < 1) {
            throw new IllegalArgumentException("positions begin at 1, not " + position);
        }
    }

    /** The same host at another place. */
    public Candidate at(int place) {
        return new Candidate(canary, rolloutStopped, notEligible, canariesBack, place);
    }
}
