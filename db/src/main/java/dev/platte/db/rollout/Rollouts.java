package dev.platte.db.rollout;

import dev.platte.db.access.Changes;
import dev.platte.db.feed.FeedEvent;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Rollouts: they begin when a channel moves, or a group follows another one ({@link Moves}); people
 * stop and resume them here, rules halt and complete them in {@link RolloutCounts}.
 */
@Service
public final class Rollouts {

    private final JdbcClient sql;
    private final Changes changes;
    private final Groups groups;
    private final Policies policies;
    private final Pins pins;
    private final History history;

    Rollouts(
            JdbcClient sql,
            Changes changes,
            Groups groups,
            Policies policies,
            Pins pins,
            History history) {
        this.sql = sql;
        this.changes = changes;
        this.groups = groups;
        this.policies = policies;
        this.pins = pins;
        this.history = history;
    }

    /**
     * Stops a running rollout: its time stands, nobody begins or goes on. Needs a reason.
     *
     * @param seen the revision the caller looked at
     * @throws RefusedException {@code rollout-unknown}, {@code rollout-not-running}, {@code
     *     changed-meanwhile}, {@code reason-required}
     */
    public Rollout pause(long id, long seen, Caller caller) {
        caller.requiredReason();
        return change(
                id,
                seen,
                "rollout.pause",
                caller,
                (before, now) -> {
                    if (before.state() != RolloutState.RUNNING) {
                        throw RefusedException.conflict(
                                "rollout-not-running",
                                "The rollout is "
                                        + before.state()
                                        + "; only a running one pauses.");
                    }
                    return new Step(
                            RolloutState.PAUSED,
                            RolloutEvent.What.PAUSED,
                            before.pace().time().paused(now));
                });
    }

    /**
     * Lets a paused or halted rollout run on from where its time stood. Resumed from a halt, what
     * has failed until now is forgiven: the halt rule judges what comes after. Needs a reason.
     *
     * @throws RefusedException {@code rollout-unknown}, {@code rollout-not-stopped}, {@code
     *     changed-meanwhile}, {@code reason-required}
     */
    public Rollout resume(long id, long seen, Caller caller) {
        caller.requiredReason();
        return change(
                id,
                seen,
                "rollout.resume",
                caller,
                (before, now) -> {
                    if (before.state() != RolloutState.PAUSED
                            && before.state() != RolloutState.HALTED) {
                        throw RefusedException.conflict(
                                "rollout-not-stopped",
                                "The rollout is "
                                        + before.state()
                                        + "; only a paused or halted one is resumed.");
                    }
                    return new Step(
                            RolloutState.RUNNING,
                            RolloutEvent.What.RESUMED,
                            Step.resumed(before, now));
                });
    }

    /**
     * Halts a rollout by hand. Needs a reason.
     *
     * @throws RefusedException {@code rollout-unknown}, {@code rollout-not-open}, {@code
     *     changed-meanwhile}, {@code reason-required}
     */
    public Rollout halt(long id, long seen, Caller caller) {
        caller.requiredReason();
        return change(
                id,
                seen,
                "rollout.halt",
                caller,
                (before, now) -> {
                    if (before.state() != RolloutState.RUNNING
                            && before.state() != RolloutState.PAUSED) {
                        throw notOpen(before);
                    }
                    return new Step(
                            RolloutState.HALTED,
                            RolloutEvent.What.HALTED,
                            before.pace().time().paused(now));
                });
    }

    /**
     * Makes the target what the group runs: whoever has not got it gets it now, without ramp and
     * canaries; the limits stay. Needs a reason.
     *
     * @throws RefusedException {@code rollout-unknown}, {@code rollout-not-open}, {@code
     *     changed-meanwhile}, {@code reason-required}
     */
    public Rollout complete(long id, long seen, Caller caller) {
        caller.requiredReason();
        return change(
                id,
                seen,
                "rollout.complete",
                caller,
                (before, now) -> {
                    if (!before.state().rolling()) {
                        throw notOpen(before);
                    }
                    Completion.clearStable(sql, before);
                    return new Step(
                            RolloutState.COMPLETED,
                            RolloutEvent.What.COMPLETED,
                            before.pace().time().paused(now));
                });
    }

    /** One rollout with its counts as they are now. */
    public Optional<Rollout> find(long id) {
        return sql.sql("select * from rollout where id = ?")
                .param(id)
                .query(RolloutRows::rollout)
                .optional();
    }

    public Optional<Rollout> find(UUID uid) {
        return sql.sql("select * from rollout where uid = ?")
                .param(uid)
                .query(RolloutRows::rollout)
                .optional();
    }

    /** In every state. */
    public List<Rollout> list(
            long applicationId, @Nullable Long groupId, @Nullable Long below, int limit) {
        return list(applicationId, groupId, null, below, limit);
    }

    /**
     * Rollouts of an application, the newest first.
     *
     * @param groupId only of this group; absent: of all
     * @param state only in this one
     * @param below only with a smaller id: the last id of the page before
     * @param limit 1 to 500
     */
    public List<Rollout> list(
            long applicationId,
            @Nullable Long groupId,
            @Nullable RolloutState state,
            @Nullable Long below,
            int limit) {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit is 1 to 500, not " + limit);
        }
        return sql.sql(
                        """
                        select * from rollout where application_id = :application
                          and (:group::bigint is null or group_id = :group)
                          and (:state::text is null or state = :state)
                          and (:below::bigint is null or id < :below) order by id desc limit :limit
                        """)
                .param("application", applicationId)
                .param("group", groupId)
                .param("state", state == null ? null : state.name())
                .param("below", below)
                .param("limit", limit)
                .query(RolloutRows::rollout)
                .list();
    }

    /** What is rolling or stable anywhere: at most two for each group and architecture. */
    public List<Rollout> current() {
        return sql.sql("select * from rollout where place is not null order by id")
                .query(RolloutRows::rollout)
                .list();
    }

    /** Everything that answers polls, inside the caller's transaction if any. */
    public RolloutContents contents() {
        return changes.read(
                () -> new RolloutContents(groups.all(), current(), policies.all(), pins.holding()));
    }

    /** How every rollout that rolls fares now, for who follows. */
    public List<FeedEvent> progress() {
        return history.progress(changes.now());
    }

    /** What people and rules did to a rollout, the oldest first. */
    public List<RolloutEvent> history(long id) {
        return history.of(id);
    }

    private interface Verb {
        Step on(Rollout before, Instant now);
    }

    private Rollout change(long id, long seen, String verb, Caller caller, Verb step) {
        return changes.change(
                caller,
                () -> {
                    Rollout before = lock(id);
                    Changes.expect("The rollout", seen, before.revision());
                    Instant now = changes.now();
                    Step made = step.on(before, now);
                    Step.write(sql, before, made, now, caller);
                    Rollout after = find(id).orElseThrow();
                    history.write(id, now, made.what(), caller, null);
                    changes.audit(caller, verb, "rollout/" + id, before, after);
                    return after;
                });
    }

    /** With the others of its group, in the order in which all lock them. */
    private Rollout lock(long id) {
        Rollout found =
                find(id).orElseThrow(
                                () ->
                                        RefusedException.notFound(
                                                "rollout-unknown",
                                                "There is no rollout " + id + "."));
        return Moves.lockOpen(sql, List.of(found.groupId())).stream()
                .filter(rollout -> rollout.id() == id)
                .findFirst()
                .or(() -> find(id))
                .orElse(found);
    }

    private static RefusedException notOpen(Rollout before) {
        return RefusedException.conflict(
                "rollout-not-open", "The rollout is " + before.state() + "; its ramp is over.");
    }
}
