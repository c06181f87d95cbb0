package dev.platte.web.approval;

import dev.platte.db.approval.Approval;
import dev.platte.db.approval.ApprovalState;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.page.Mark;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A request as it is shown.
 *
 * @param owner the application it touches; absent: the whole server
 * @param open whether it can still lead to its change
 * @param own whether who looks has asked for it
 * @param mayAnswer whether they may agree or disagree
 */
record ApprovalLine(
        Approval asked,
        @Nullable ApplicationSnapshot owner,
        ApprovalState state,
        boolean open,
        boolean own,
        boolean mayAnswer) {

    static ApprovalLine of(
            Approval asked,
            @Nullable ApplicationSnapshot owner,
            String who,
            boolean mayAnswer,
            Instant now) {
        ApprovalState state = asked.stateAt(now);
        boolean own = asked.requestedBy().equals(who);
        return new ApprovalLine(asked, owner, state, state.open(), own, mayAnswer && !own);
    }

    /** How it stands. */
    public Mark mark() {
        return switch (state) {
            case PENDING -> new Mark("offered", "Waiting", "It waits for answers.");
            case APPROVED ->
                    new Mark("done", "Agreed", "Enough have agreed; the change can be made, once.");
            case REJECTED -> new Mark("failed", "Refused", "One has disagreed.");
            case EXPIRED -> new Mark("silent", "Ran out", "Its time was over before it was used.");
            case WITHDRAWN -> new Mark("idle", "Taken back", "Who asked took it back.");
            case USED -> new Mark("done", "Done", "The change was made.");
        };
    }
}
