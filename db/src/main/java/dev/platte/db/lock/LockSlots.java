package dev.platte.db.lock;

import dev.platte.db.access.Changes;
import dev.platte.db.lock.LockAsk.Credential;
import dev.platte.db.lock.LockAsk.Kind;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import dev.platte.policy.lock.Occupancy;
import dev.platte.policy.lock.OverdueRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What people do to slots, and what rules do to those whose hosts do not come back. */
@Service
public final class LockSlots {

    private final JdbcClient sql;
    private final Changes changes;
    private final BookWriter writer;

    LockSlots(JdbcClient sql, Changes changes, BookWriter writer) {
        this.sql = sql;
        this.changes = changes;
        this.writer = writer;
    }

    /**
     * Takes a slot for a host by hand; it is held until a person frees it, or the host is back from
     * a reboot. Windows, canaries and the queue are not asked, the limit is.
     *
     * @throws RefusedException {@code lock-group-unknown}, {@code lock-host-invalid}, {@code
     *     lock-held}, {@code lock-slots-taken}
     */
    public LockSlot take(long groupId, String host, Caller caller) {
        LockGroups.checkHost(host);
        return change(
                groupId,
                caller,
                book -> {
                    if (book.held(host).isPresent()) {
                        throw RefusedException.conflict(
                                "lock-held", host + " holds a slot already.");
                    }
                    Occupancy now = book.occupancy();
                    int limit = book.group().rules().limit().of(now.hosts());
                    boolean own = book.slot(host).isPresent();
                    if (!own && now.taken() >= limit) {
                        throw RefusedException.conflict(
                                "lock-slots-taken",
                                now.taken() + " of " + limit + " slots are taken.");
                    }
                    String boot = bootOf(groupId, host);
                    LockAsk.Said said =
                            new LockAsk.Said(0, boot, null, null, null, null, null, null);
                    book.grant(
                            new LockAsk(
                                    Kind.PRE_REBOOT,
                                    book.group().name(),
                                    host,
                                    said,
                                    new Credential.None()),
                            caller.who(),
                            caller.reason());
                    return book.slot(host).orElseThrow();
                });
    }

    /**
     * Takes the slot of a host away. Whether the host is down is for the caller to know: it may
     * still reboot. Needs a reason.
     *
     * @return the slot as it was
     * @throws RefusedException {@code lock-group-unknown}, {@code lock-not-held}, {@code
     *     reason-required}
     */
    public LockSlot free(long groupId, String host, Caller caller) {
        String reason = caller.requiredReason();
        return change(
                groupId,
                caller,
                book -> {
                    LockSlot slot =
                            book.slot(host)
                                    .orElseThrow(
                                            () ->
                                                    RefusedException.conflict(
                                                            "lock-not-held",
                                                            host + " holds no slot."));
                    book.free(slot, caller.who(), reason);
                    return slot;
                });
    }

    /**
     * Forgets a host that is gone: it waits no more, and is no part of the group until it speaks
     * again. Needs a reason.
     *
     * @throws RefusedException {@code lock-group-unknown}, {@code lock-host-unknown}, {@code
     *     lock-held}, {@code reason-required}
     */
    public void forget(long groupId, String host, Caller caller) {
        caller.requiredReason();
        change(
                groupId,
                caller,
                book -> {
                    if (book.held(host).isPresent()) {
                        throw RefusedException.conflict(
                                "lock-held", host + " holds a slot; free it first.");
                    }
                    int gone =
                            sql.sql("delete from lock_host where group_id = ? and host = ?")
                                    .params(groupId, host)
                                    .update();
                    if (gone == 0) {
                        throw RefusedException.notFound(
                                "lock-host-unknown", host + " is no host of the group.");
                    }
                    changes.audit(caller, "lock.forget", "lock/" + groupId, host, null);
                    return host;
                });
    }

    /**
     * What time does: marks who is overdue, takes slots back where the group's rule says so, and
     * frees those that have settled. Every replica does it, each group under its own lock.
     *
     * @return how many groups something was due in
     */
    public int watch() {
        List<Long> due =
                sql.sql(
                                """
                                select distinct group_id from lock_slot
                                where until <= ? order by group_id
                                """)
                        .param(LockRows.time(changes.now()))
                        .query(Long.class)
                        .list();
        for (long id : due) {
            Caller rule = Caller.system("the rule of the lock group");
            changes.change(
                    rule,
                    () -> {
                        writer.open(id)
                                .ifPresent(
                                        book -> {
                                            reclaim(book);
                                            writer.close(List.of(book), rule);
                                        });
                        return id;
                    });
        }
        return due.size();
    }

    private void reclaim(GroupBook book) {
        for (LockSlot slot : book.all()) {
            if (slot.state() != LockSlot.State.OVERDUE || slot.takenBy() != null) {
                continue;
            }
            switch (book.group().rules().overdue()) {
                case OverdueRule.Hold() -> {}
                case OverdueRule.ReclaimRetired() -> {
                    if (isRetired(slot)) {
                        book.reclaim(slot, "the host was retired");
                    }
                }
                case OverdueRule.ReclaimAfter(Duration late) -> {
                    Instant given = slot.until().plus(late);
                    if (isRetired(slot)) {
                        book.reclaim(slot, "the host was retired");
                    } else if (!given.isAfter(book.now()) && hasRoom(book)) {
                        book.reclaim(slot, "not heard of since " + slot.lastWord());
                    }
                }
            }
        }
    }

    /** An overdue host counts against the budget already; given up, it still does. */
    private static boolean hasRoom(GroupBook book) {
        return !book.occupancy().isSpent(book.group().rules());
    }

    private boolean isRetired(LockSlot slot) {
        String machine =
                sql.sql("select machine_id from lock_host where group_id = ? and host = ?")
                        .params(slot.groupId(), slot.host())
                        .query(String.class)
                        .optional()
                        .orElse(slot.host());
        return new Surroundings(sql).isRetired(machine);
    }

    private @Nullable String bootOf(long groupId, String host) {
        return sql.sql("select boot_id from lock_host where group_id = ? and host = ?")
                .params(groupId, host)
                .query(String.class)
                .optional()
                .orElse(null);
    }

    private interface Step<T> {
        T on(GroupBook book);
    }

    private <T> T change(long groupId, Caller caller, Step<T> step) {
        return changes.change(
                caller,
                () -> {
                    GroupBook book =
                            writer.open(groupId)
                                    .orElseThrow(() -> LockGroups.unknown(Long.toString(groupId)));
                    T result = step.on(book);
                    writer.close(List.of(book), caller);
                    return result;
                });
    }
}
