package dev.platte.policy.decide;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a host gets, and why.
 *
 * <p>A decision is made in two halves. {@link Decider#decide} looks at the snapshot and the poll:
 * most polls end there. Only {@link NeedsGrant} goes on to {@link Decider#settle}, which counts
 * under the rollout's row.
 */
public sealed interface Decision {

    /** At least one; in the order in which a person wants to read them. */
    List<Reason> reasons();

    /** What the first half says. */
    sealed interface Preliminary extends Decision permits UpToDate, NotNow, NeedsGrant {}

    /** What the second half says: the answer. */
    sealed interface Settled extends Decision permits UpToDate, NotNow, Offer {}

    /** There is nothing for this host to do. Answered {@code noupdate}. */
    record UpToDate(List<Reason> reasons) implements Preliminary, Settled {
        public UpToDate {
            reasons = some(reasons);
        }
    }

    /**
     * There may be something, but not now. Answered {@code noupdate}, never an error: update_engine
     * would report it as a failed update (omaha_request_action.cc takes {@code ok} and {@code
     * noupdate} only).
     *
     * @param move what the host would get otherwise; null if nothing can be said (no package,
     *     unreadable version)
     */
    record NotNow(@Nullable Move move, List<Reason> reasons) implements Preliminary, Settled {
        public NotNow {
            reasons = some(reasons);
        }

        /**
         * Whether time alone ends all that holds the host: what a forecast counts as "will move".
         */
        public boolean passes() {
            return move != null && reasons.stream().allMatch(Reason::passes);
        }
    }

    /** Granted, if the ledger finds a slot and the host's own history has nothing against it. */
    record NeedsGrant(Move move, List<Reason> reasons) implements Preliminary {
        public NeedsGrant {
            reasons = some(reasons);
        }
    }

    /** The host gets {@code move.to()}. */
    record Offer(Move move, Slot slot, List<Reason> reasons) implements Settled {
        public Offer {
            reasons = some(reasons);
        }
    }

    /** What an offer costs. */
    enum Slot {
        /** A new attempt and a slot for it. */
        NEW,
        /** The host has this attempt open and asks again: the same answer, nothing is taken. */
        HELD,
        /**
         * The host has another attempt open: that one ends and gives its slot back, and a new one
         * begins.
         */
        REPLACED
    }

    private static List<Reason> some(List<Reason> reasons) {
        if (reasons.isEmpty()) {
            throw new IllegalArgumentException("a decision has at least one reason");
        }
        return List.copyOf(reasons);
    }
}
