package dev.platte.db.lock;

import dev.platte.db.access.Changes;
import dev.platte.db.feed.EventKind;
import dev.platte.db.feed.Feed;
import dev.platte.db.feed.News;
import dev.platte.db.feed.Subject;
import dev.platte.db.verb.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Opens the books of lock groups under the locks of their rows, and writes what became of them: the
 * slots, the timeline, and an audit row for each change.
 */
@Component
class BookWriter {

    private static final String INSERT =
            """
            insert into lock_event (group_id, at, what, host, who, version, held_ms, reason)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            """;

    private final JdbcClient sql;
    private final Changes changes;
    private final Feed feed;
    private final Surroundings surroundings;

    BookWriter(JdbcClient sql, Changes changes, Feed feed) {
        this.sql = sql;
        this.changes = changes;
        this.feed = feed;
        this.surroundings = new Surroundings(sql);
    }

    /** Locks these groups by their names; names that nobody made are left out. */
    List<GroupBook> open(Collection<String> names) {
        return books(
                sql.sql(LockRows.GROUPS + " where name = any(?) order by id for no key update of g")
                        .param(names.toArray(String[]::new))
                        .query(LockRows::group)
                        .list());
    }

    /** Locks one group by its number. */
    Optional<GroupBook> open(long id) {
        return books(new GroupRows(sql).lock(id).stream().toList()).stream().findFirst();
    }

    private List<GroupBook> books(List<LockGroup> groups) {
        List<LockSlot> slots =
                groups.isEmpty()
                        ? List.of()
                        : sql.sql("select * from lock_slot where group_id = any(?)")
                                .param(groups.stream().map(LockGroup::id).toArray(Long[]::new))
                                .query(LockRows::slot)
                                .list();
        return groups.stream()
                .map(
                        group ->
                                new GroupBook(
                                        group,
                                        slots.stream()
                                                .filter(slot -> slot.groupId() == group.id())
                                                .toList(),
                                        surroundings.hosts(group),
                                        changes.now()))
                .toList();
    }

    /** Writes what became of them. */
    void close(Collection<GroupBook> books, Caller caller) {
        for (GroupBook book : books) {
            budget(book);
            slots(book);
            for (GroupBook.Entry entry : book.entries()) {
                event(book, entry);
                audit(book, entry, caller);
            }
        }
    }

    /** What was counted, and whether it is too much now, or not any more. */
    private void budget(GroupBook book) {
        LockGroup group = book.group();
        boolean was = group.spentSince() != null;
        boolean is = book.spentSince() != null;
        if (!was && is) {
            book.groupEntry(
                    LockEvent.What.SPENT,
                    "system",
                    "%d failed and %d are overdue, %d may"
                            .formatted(
                                    book.failures(),
                                    book.occupancy().overdue(),
                                    group.rules().budget().orElseThrow()));
        } else if (was && !is) {
            book.groupEntry(LockEvent.What.RESUMED, "system", "those overdue are back");
        }
        if (was != is || book.failures() != group.failures()) {
            sql.sql("update lock_group set failures = ?, spent_since = ? where id = ?")
                    .params(book.failures(), LockRows.time(book.spentSince()), group.id())
                    .update();
        }
    }

    private void slots(GroupBook book) {
        List<String> gone = Objects.requireNonNull(book.touched().get(false));
        if (!gone.isEmpty()) {
            sql.sql("delete from lock_slot where group_id = ? and host = any(?)")
                    .params(book.group().id(), gone.toArray(String[]::new))
                    .update();
        }
        for (String host : Objects.requireNonNull(book.touched().get(true))) {
            LockSlot slot = book.slot(host).orElseThrow();
            sql.sql(
                            """
                            insert into lock_slot (group_id, host, state, boot_id, from_version,
                                to_version, stage, since, until, last_word, taken_by)
                            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                            on conflict (group_id, host) do update set state = excluded.state,
                                boot_id = excluded.boot_id, from_version = excluded.from_version,
                                to_version = excluded.to_version, stage = excluded.stage,
                                since = excluded.since, until = excluded.until,
                                last_word = excluded.last_word, taken_by = excluded.taken_by
                            """)
                    .params(
                            slot.groupId(),
                            slot.host(),
                            slot.state().name(),
                            slot.bootId(),
                            slot.fromVersion(),
                            slot.toVersion(),
                            slot.stage(),
                            LockRows.time(slot.since()),
                            LockRows.time(slot.until()),
                            LockRows.time(slot.lastWord()),
                            slot.takenBy())
                    .update();
        }
    }

    private void event(GroupBook book, GroupBook.Entry entry) {
        sql.sql(INSERT)
                .params(
                        book.group().id(),
                        LockRows.time(book.now()),
                        entry.what().name(),
                        entry.host(),
                        entry.who(),
                        entry.version(),
                        held(book, entry),
                        entry.reason())
                .update();
    }

    /** Something that a person did to a whole group; its verb writes the audit row. */
    void enter(LockGroup group, LockEvent.What what, Caller caller) {
        Instant now = changes.now();
        sql.sql(INSERT)
                .params(
                        group.id(),
                        LockRows.time(now),
                        what.name(),
                        null,
                        caller.who(),
                        null,
                        null,
                        caller.reason())
                .update();
        tell(group, what, null, null, caller);
    }

    /** Who follows hears of what concerns the group, and of hosts that did not fare well. */
    private void tell(
            LockGroup group,
            LockEvent.What what,
            @Nullable String host,
            @Nullable String version,
            Caller caller) {
        EventKind kind =
                switch (what) {
                    case FELL_BACK -> EventKind.LOCK_FELL_BACK;
                    case OVERDUE -> EventKind.LOCK_OVERDUE;
                    case RECLAIMED -> EventKind.LOCK_RECLAIMED;
                    case FREED -> EventKind.LOCK_FREED;
                    case TAKEN -> EventKind.LOCK_TAKEN;
                    case FROZEN -> EventKind.LOCK_FROZEN;
                    case THAWED -> EventKind.LOCK_THAWED;
                    case SPENT -> EventKind.LOCK_HALTED;
                    case RESUMED -> EventKind.LOCK_RESUMED;
                    case GRANTED, RENEWED, BACK, GAVE_BACK -> null;
                };
        if (kind != null) {
            Subject about = new Subject.LockNews(group.name(), host, version);
            feed.tell(new News(kind, null, null, about, caller));
        }
    }

    private static @Nullable Long held(GroupBook book, GroupBook.Entry entry) {
        LockSlot before = entry.before();
        boolean ends =
                switch (entry.what()) {
                    case BACK, GAVE_BACK, FELL_BACK, RECLAIMED, FREED, OVERDUE -> true;
                    case GRANTED, RENEWED, TAKEN, FROZEN, THAWED, SPENT, RESUMED -> false;
                };
        return before == null || !ends
                ? null
                : Duration.between(before.since(), book.now()).toMillis();
    }

    private void audit(GroupBook book, GroupBook.Entry entry, Caller caller) {
        Caller who =
                entry.who().equals(caller.who())
                        ? caller
                        : new Caller(
                                entry.who(),
                                null,
                                entry.reason(),
                                caller.requestId(),
                                caller.dryRun());
        Object after = entry.host() == null ? book.occupancy() : entry.after();
        changes.audit(who, verb(entry.what()), "lock/" + book.group().id(), entry.before(), after);
    }

    private static String verb(LockEvent.What what) {
        return "lock."
                + switch (what) {
                    case GRANTED -> "grant";
                    case RENEWED -> "renew";
                    case BACK -> "back";
                    case GAVE_BACK -> "give-back";
                    case FELL_BACK -> "fall-back";
                    case OVERDUE -> "overdue";
                    case RECLAIMED -> "reclaim";
                    case FREED -> "free";
                    case TAKEN -> "take";
                    case FROZEN -> "freeze";
                    case THAWED -> "thaw";
                    case SPENT -> "spend";
                    case RESUMED -> "resume";
                };
    }
}
