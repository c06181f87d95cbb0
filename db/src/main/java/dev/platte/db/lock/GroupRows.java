package dev.platte.db.lock;

import dev.platte.db.verb.RefusedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Lock groups as rows: plain reading and writing, inside the transactions of the verbs. */
final class GroupRows {

    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final JdbcClient sql;

    GroupRows(JdbcClient sql) {
        this.sql = sql;
    }

    /** A lock group that hosts ask for, nobody made, and an update group stands for. */
    record Wanted(String name, List<Long> covers) {}

    List<LockGroup> list() {
        return sql.sql(LockRows.GROUPS + " order by name").query(LockRows::group).list();
    }

    Optional<LockGroup> find(String name) {
        return sql.sql(LockRows.GROUPS + " where name = ?")
                .param(name)
                .query(LockRows::group)
                .optional();
    }

    Optional<LockGroup> find(long id) {
        return sql.sql(LockRows.GROUPS + " where id = ?")
                .param(id)
                .query(LockRows::group)
                .optional();
    }

    Optional<LockGroup> lock(long id) {
        return sql.sql(LockRows.GROUPS + " where id = ? for no key update of g")
                .param(id)
                .query(LockRows::group)
                .optional();
    }

    void lockAll() {
        sql.sql("select id from lock_group order by id for no key update").query(Long.class).list();
    }

    /** Empty when there is one of that name. */
    Optional<Long> insert(String name, LockSettings said, Instant now) {
        return sql.sql(
                        """
                        insert into lock_group (name, description, rules, access, created)
                        values (?, ?, ?::json, ?, ?)
                        on conflict (name) do nothing returning id
                        """)
                .params(
                        name,
                        said.description().strip(),
                        RulesText.write(said.rules()).toString(),
                        said.access().name(),
                        LockRows.time(now))
                .query(Long.class)
                .optional();
    }

    void update(long id, LockSettings said) {
        sql.sql(
                        """
                        update lock_group set description = ?, rules = ?::json, access = ?,
                            revision = revision + 1
                        where id = ?
                        """)
                .params(
                        said.description().strip(),
                        RulesText.write(said.rules()).toString(),
                        said.access().name(),
                        id)
                .update();
    }

    /**
     * @param reason null: it is frozen no more
     */
    void freeze(long id, @Nullable String reason) {
        sql.sql("update lock_group set frozen_reason = ?, revision = revision + 1 where id = ?")
                .params(reason, id)
                .update();
    }

    void forgive(long id) {
        sql.sql(
                        """
                        update lock_group set failures = 0, spent_since = null,
                            revision = revision + 1
                        where id = ?
                        """)
                .param(id)
                .update();
    }

    /** How many hosts of it may be down. */
    long held(long id) {
        return sql.sql("select count(*) from lock_slot where group_id = ? and state <> 'SETTLING'")
                .param(id)
                .query(Long.class)
                .single();
    }

    void delete(long id) {
        sql.sql("delete from lock_group where id = ?").param(id).update();
    }

    void uncover(long id) {
        sql.sql("delete from lock_cover where lock_group_id = ?").param(id).update();
    }

    void cover(long id, List<Long> groups) {
        if (groups.isEmpty()) {
            return;
        }
        long there =
                sql.sql("select count(*) from host_group where id = any(?)")
                        .param(groups.toArray(Long[]::new))
                        .query(Long.class)
                        .single();
        if (there < groups.size()) {
            throw RefusedException.notFound(
                    "group-unknown", "One of the update groups " + groups + " does not exist.");
        }
        sql.sql("insert into lock_cover select ?, unnest(?::bigint[])")
                .params(id, groups.toArray(Long[]::new))
                .update();
    }

    /** Those of these names that are no lock group yet, and an update group's track or id. */
    List<Wanted> wanted(Collection<String> names) {
        List<String> there =
                sql.sql("select name from lock_group where name = any(?)")
                        .param(names.toArray(String[]::new))
                        .query(String.class)
                        .list();
        List<Wanted> wanted = new ArrayList<>();
        for (String name : names) {
            if (!there.contains(name) && LockGroups.isName(name)) {
                wanted(name).ifPresent(wanted::add);
            }
        }
        return wanted;
    }

    private Optional<Wanted> wanted(String name) {
        if (sql.sql("select exists (select from host_group where track = ?)")
                .param(name)
                .query(Boolean.class)
                .single()) {
            return Optional.of(new Wanted(name, List.of()));
        }
        return UUID.matcher(name).matches()
                ? sql.sql("select id from host_group where uid = ?::uuid")
                        .param(name)
                        .query(Long.class)
                        .optional()
                        .map(id -> new Wanted(name, List.of(id)))
                : Optional.empty();
    }
}
