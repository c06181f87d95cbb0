package dev.platte.db.approval;

import dev.platte.db.access.Changes;
import dev.platte.db.access.Identity;
import dev.platte.db.access.Need;
import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.access.VerbGroup;
import dev.platte.db.feed.EventKind;
import dev.platte.db.feed.Feed;
import dev.platte.db.feed.News;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Changes that need others to agree: asked for, answered, used once. Nobody answers their own
 * request, nor answers twice, whichever of their tokens they use.
 */
@Service
public final class Approvals {

    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int SWEEP = 100;

    private final ApprovalRows rows;
    private final Tokens tokens;
    private final Changes changes;
    private final Feed feed;

    Approvals(ApprovalRows rows, Tokens tokens, Changes changes, Feed feed) {
        this.rows = rows;
        this.tokens = tokens;
        this.changes = changes;
        this.feed = feed;
    }

    /**
     * Asks for agreement. Asking again for the same change gives the open request.
     *
     * @param summary the change in words, for who is asked; 1 to 2000 characters
     * @param needed how many others must agree, 1 to 10
     * @param lasts until then it must be agreed and used; at most 30 days
     */
    public Approval request(
            Change change, String summary, int needed, Duration lasts, Caller caller) {
        if (needed < 1 || needed > 10) {
            throw new IllegalArgumentException("1 to 10 others can be asked, not " + needed);
        }
        if (!lasts.isPositive() || lasts.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a request lasts up to 30 days, not " + lasts);
        }
        return changes.change(
                caller,
                () -> {
                    Instant now = changes.now();
                    Optional<Approval> open = openNow(change, now);
                    if (open.isPresent()) {
                        return open.get();
                    }
                    long id =
                            rows.insert(
                                    change,
                                    summary,
                                    needed,
                                    lasts,
                                    tokens.personOf(caller),
                                    caller.who(),
                                    caller.reason(),
                                    now);
                    Approval made = get(id);
                    note(caller, EventKind.APPROVAL_REQUESTED, "approval.request", null, made);
                    return made;
                });
    }

    /** One past its time makes room for another. */
    private Optional<Approval> openNow(Change change, Instant now) {
        Optional<Approval> open = rows.lockOpen(change);
        if (open.isPresent() && open.get().stateAt(now) == ApprovalState.EXPIRED) {
            expire(open.get(), now);
            return Optional.empty();
        }
        return open;
    }

    /**
     * Agrees. Needs the role approver for the application.
     *
     * @throws RefusedException {@code approval-unknown}, {@code approval-closed}, {@code
     *     approval-own}, {@code approval-answered}, {@code role-too-low}, {@code scope-too-narrow}
     */
    public Approval approve(long id, Identity by, Caller caller) {
        return answer(id, by, caller, true);
    }

    /** Disagrees, which ends the request; needs a reason; otherwise as {@link #approve}. */
    public Approval reject(long id, Identity by, Caller caller) {
        caller.requiredReason();
        return answer(id, by, caller, false);
    }

    private Approval answer(long id, Identity by, Caller caller, boolean approves) {
        return changes.change(
                caller,
                () -> {
                    Approval before = rows.lock(id).orElseThrow(() -> unknown(id));
                    by.permissions()
                            .require(
                                    new Need(
                                            Role.APPROVER,
                                            VerbGroup.APPROVAL,
                                            before.application()));
                    String person = tokens.personOf(caller);
                    Instant now = changes.now();
                    requireOpen(before, now, approves);
                    if (person.equals(rows.person(id))) {
                        throw RefusedException.forbidden(
                                "approval-own",
                                "You asked for this yourself; somebody else has to answer.");
                    }
                    if (rows.voted(id, person)) {
                        throw RefusedException.conflict(
                                "approval-answered", "You have answered this request already.");
                    }
                    rows.vote(id, person, new Vote(caller.who(), approves, caller.reason(), now));
                    rows.move(id, get(id).tallied(), now);
                    Approval after = get(id);
                    if (approves) {
                        note(
                                caller,
                                EventKind.APPROVAL_APPROVED,
                                "approval.approve",
                                before,
                                after);
                    } else {
                        note(caller, EventKind.APPROVAL_REJECTED, "approval.reject", before, after);
                    }
                    return after;
                });
    }

    /** A no still counts after enough have agreed, as long as the change was not made. */
    private static void requireOpen(Approval before, Instant now, boolean approves) {
        ApprovalState state = before.stateAt(now);
        boolean answerable =
                state == ApprovalState.PENDING || (state == ApprovalState.APPROVED && !approves);
        if (!answerable) {
            throw RefusedException.conflict(
                    "approval-closed", "This request takes no such answer: it is " + state + ".");
        }
    }

    /**
     * Takes a request back; only who asked can.
     *
     * @throws RefusedException {@code approval-unknown}, {@code approval-closed}, {@code
     *     approval-not-own}
     */
    public Approval withdraw(long id, Caller caller) {
        return changes.change(
                caller,
                () -> {
                    Approval before = rows.lock(id).orElseThrow(() -> unknown(id));
                    Instant now = changes.now();
                    if (!tokens.personOf(caller).equals(rows.person(id))) {
                        throw RefusedException.forbidden(
                                "approval-not-own", "Only who asked for it can take it back.");
                    }
                    if (!before.stateAt(now).open()) {
                        throw RefusedException.conflict(
                                "approval-closed",
                                "There is nothing to take back: it is "
                                        + before.stateAt(now)
                                        + ".");
                    }
                    rows.move(id, ApprovalState.WITHDRAWN, now);
                    Approval after = get(id);
                    note(caller, EventKind.APPROVAL_WITHDRAWN, "approval.withdraw", before, after);
                    return after;
                });
    }

    /**
     * Uses up the agreement to a change, inside the transaction that makes the change: it is made
     * once or not at all.
     *
     * @throws RefusedException {@code approval-missing}, with what is missing
     */
    public Approval use(Change change, Caller caller) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("an approval is used in the change's transaction");
        }
        Instant now = changes.now();
        Approval found =
                rows.lockOpen(change)
                        .filter(open -> open.stateAt(now).open())
                        .orElseThrow(
                                () ->
                                        missing(
                                                "It needs others to agree, and nobody was asked;"
                                                        + " request an approval first."));
        if (found.state() != ApprovalState.APPROVED) {
            throw missing(
                    found.agreed()
                            + " of "
                            + found.needed()
                            + " have agreed to request "
                            + found.id()
                            + "; it has to wait.");
        }
        rows.move(found.id(), ApprovalState.USED, now);
        Approval after = get(found.id());
        note(caller, EventKind.APPROVAL_USED, "approval.use", found, after);
        return after;
    }

    /** How the request for this change stands now; empty when none is open. */
    public Optional<Approval> open(Change change) {
        return changes.change(
                Caller.system("look"),
                () -> rows.lockOpen(change).filter(a -> a.stateAt(changes.now()).open()));
    }

    /** How the newest request for this change stands, or ended. */
    public Optional<Approval> latest(Change change) {
        return rows.latest(change);
    }

    /** Requests for such changes that were agreed to and wait to be made, the oldest first. */
    public List<Approval> agreed(String action) {
        return rows.agreed(action, changes.now());
    }

    public Optional<Approval> find(long id) {
        return rows.find(id);
    }

    /**
     * Requests, the newest first.
     *
     * @param openOnly only those that can still lead to their change
     * @param below only those with a smaller id: the last id of the page before
     * @param limit 1 to 500
     */
    public List<Approval> newest(boolean openOnly, @Nullable Long below, int limit) {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit is 1 to 500, not " + limit);
        }
        return changes.read(() -> rows.newest(openOnly, below, limit));
    }

    /** Ends requests whose time is over; any number of servers may do it at once. */
    public int expireDue() {
        return changes.change(
                Caller.system("time is over"),
                () -> {
                    Instant now = changes.now();
                    List<Approval> due = rows.lockDue(now, SWEEP);
                    due.forEach(approval -> expire(approval, now));
                    return due.size();
                });
    }

    private void expire(Approval before, Instant now) {
        rows.move(before.id(), ApprovalState.EXPIRED, now);
        Caller time = Caller.system("time is over");
        note(time, EventKind.APPROVAL_EXPIRED, "approval.expire", before, get(before.id()));
    }

    /** In the audit trail, and to who follows events. */
    private void note(
            Caller caller, EventKind kind, String verb, @Nullable Approval before, Approval after) {
        changes.audit(caller, verb, "approval/" + after.id(), before, after);
        feed.tell(new News(kind, rows.applicationId(after.id()), null, after.news(), caller));
    }

    private Approval get(long id) {
        return rows.find(id).orElseThrow(() -> unknown(id));
    }

    private static RefusedException missing(String message) {
        return RefusedException.conflict("approval-missing", message);
    }

    private static RefusedException unknown(long id) {
        return RefusedException.notFound("approval-unknown", "There is no request " + id + ".");
    }
}
