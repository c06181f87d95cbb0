package dev.platte.db.approval;

import dev.platte.db.feed.Subject.ApprovalNews;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request that others agree to a change.
 *
 * @param application key of the application it touches; absent: the whole server
 * @param details everything else that makes it this change and no other
 * @param summary the change in words, for who is asked
 * @param needed how many others must agree, 1 to 10
 * @param requestedBy as the audit trail names them
 * @param expires from then on it leads to nothing
 * @param votes in the order they were given
 */
public record Approval(
        long id,
        @Nullable String application,
        String action,
        String subject,
        List<String> details,
        String summary,
        int needed,
        ApprovalState state,
        String requestedBy,
        @Nullable String reason,
        Instant created,
        Instant expires,
        @Nullable Instant decided,
        List<Vote> votes,
        long revision) {

    public Approval {
        Objects.requireNonNull(state);
        details = List.copyOf(details);
        votes = List.copyOf(votes);
    }

    /** The state at a time: an open request ends by itself. */
    public ApprovalState stateAt(Instant now) {
        return state.open() && !now.isBefore(expires) ? ApprovalState.EXPIRED : state;
    }

    /** How many agree so far. */
    public long agreed() {
        return votes.stream().filter(Vote::approves).count();
    }

    /** As it is told to who follows. */
    ApprovalNews news() {
        return new ApprovalNews(id, action, subject, summary, state.name(), agreed(), needed);
    }

    /** What the answers so far make of it: one no is enough to end it. */
    ApprovalState tallied() {
        if (votes.stream().anyMatch(vote -> !vote.approves())) {
            return ApprovalState.REJECTED;
        }
        return agreed() >= needed ? ApprovalState.APPROVED : ApprovalState.PENDING;
    }
}
