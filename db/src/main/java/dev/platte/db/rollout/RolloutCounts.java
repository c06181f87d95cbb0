package dev.platte.db.rollout;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import dev.platte.policy.health.HaltRule;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is counted of rollouts, under the locks of their rows, inside the caller's transaction: for
 * the ledger and for those who end leases. All of them lock hosts first, then rollouts in the order
 * of their ids.
 */
@Service
public final class RolloutCounts {

    private final JdbcClient sql;
    private final Changes changes;
    private final History history;

    RolloutCounts(JdbcClient sql, Changes changes, History history) {
        this.sql = sql;
        this.changes = changes;
        this.history = history;
    }

    /**
     * A rollout whose row is locked until the transaction ends.
     *
     * @param groupPaused why its group is paused; absent: it is not
     * @param withdrawn why its target was withdrawn; absent: it was not
     * @param now by the database's clock, which all replicas share, read after the row was locked:
     *     of two that lock it one after the other, the second has the later instant
     */
    public record Locked(
            Rollout rollout,
            @Nullable String groupPaused,
            @Nullable String withdrawn,
            Instant now) {}

    /** Locks these rollouts, known by either name, in one statement. */
    public List<Locked> lock(Collection<UUID> uids, Collection<Long> ids) {
        if (uids.isEmpty() && ids.isEmpty()) {
            return List.of();
        }
        // The clock is read above the locks: beside them it would be read before the wait for them.
        return sql.sql(
                        """
                        with locked as materialized (
                            select * from rollout where uid = any(:uids) or id = any(:ids)
                            order by id for update)
                        select locked.*, clock_timestamp() as now, g.paused_reason,
                            p.withdrawn_reason
                        from locked
                        join host_group g on g.id = locked.group_id
                        join package p on p.id = locked.package_id
                        """)
                .param("uids", uids.toArray(UUID[]::new))
                .param("ids", ids.toArray(Long[]::new))
                .query(
                        (row, number) ->
                                new Locked(
                                        RolloutRows.rollout(row, number),
                                        row.getString("paused_reason"),
                                        row.getString("withdrawn_reason"),
                                        RolloutRows.instant(row, "now")))
                .list();
    }

    /** What is counted now of a rollout. */
    public record Count(long rolloutId, Rollout.Counted counted) {}

    /** Writes the counts of locked rollouts in one statement; the catalogue's version stays. */
    public void write(Collection<Count> counts) {
        if (counts.isEmpty()) {
            return;
        }
        List<Count> rows = List.copyOf(counts);
        sql.sql(
                        """
                        update rollout r set open_attempts = said.open,
                            period_start = said.period_start, period_granted = said.granted,
                            updated = said.updated, failed = said.failed,
                            timed_out = said.timed_out, fell_back = said.fell_back,
                            canaries_updated = said.canaries, canaries_last = said.canaries_last
                        from unnest(:ids::bigint[], :opens::bigint[], :starts::timestamptz[],
                            :granted::bigint[], :updated::bigint[], :failed::bigint[],
                            :timed::bigint[], :fell::bigint[], :canaries::bigint[],
                            :lasts::timestamptz[])
                            as said (id, open, period_start, granted, updated, failed, timed_out,
                                fell_back, canaries, canaries_last)
                        where r.id = said.id
                        """)
                .param("ids", longs(rows, Count::rolloutId))
                .param("opens", longs(rows, row -> row.counted().tally().open()))
                .param("starts", texts(rows, row -> row.counted().tally().periodStart()))
                .param("granted", longs(rows, row -> row.counted().tally().granted()))
                .param("updated", longs(rows, row -> row.counted().outcomes().updated()))
                .param("failed", longs(rows, row -> row.counted().outcomes().failed()))
                .param("timed", longs(rows, row -> row.counted().outcomes().timedOut()))
                .param("fell", longs(rows, row -> row.counted().outcomes().fellBack()))
                .param("canaries", longs(rows, row -> row.counted().canariesUpdated()))
                .param("lasts", texts(rows, row -> row.counted().canariesLast()))
                .update();
    }

    /**
     * A rule halts a locked rollout, after its counts were written; every server hears of it when
     * the transaction commits, and whoever locks the row next sees it.
     */
    public void halt(Locked locked, HaltRule.Crossed crossed) {
        Rollout before = locked.rollout();
        Caller rule = Caller.system(crossed.sentence());
        Rollout after =
                sql.sql(
                                """
                                update rollout set state = 'HALTED', state_reason = ?,
                                    crossed = ?::json, open_before_us = ?, running_since = null,
                                    revision = revision + 1
                                where id = ? returning *
                                """)
                        .params(
                                crossed.sentence(),
                                JsonMapper.shared().writeValueAsString(crossed),
                                RolloutRows.micros(before.pace().time().at(changes.now())),
                                before.id())
                        .query(RolloutRows::rollout)
                        .single();
        history.write(before.id(), changes.now(), RolloutEvent.What.HALTED, rule, crossed);
        changes.audit(rule, "rollout.halt", "rollout/" + before.id(), before, after);
    }

    /** The canaries of a locked rollout are through: the others follow from an instant on. */
    public void canariesThrough(Locked locked, Instant soakedAt) {
        Rollout before = locked.rollout();
        sql.sql("update rollout set running_since = ?, revision = revision + 1 where id = ?")
                .params(RolloutRows.time(soakedAt), before.id())
                .update();
        history.write(
                before.id(),
                changes.now(),
                RolloutEvent.What.CANARIES_THROUGH,
                Caller.system("The others follow from " + soakedAt + "."),
                null);
    }

    private interface Column<T> {
        T of(Count count);
    }

    private static Long[] longs(List<Count> rows, Column<Long> column) {
        return rows.stream().map(column::of).toArray(Long[]::new);
    }

    private static @Nullable String[] texts(List<Count> rows, Column<@Nullable Instant> column) {
        @Nullable String[] texts = new String[rows.size()];
        for (int i = 0; i < texts.length; i++) {
            Instant value = column.of(rows.get(i));
            texts[i] = value == null ? null : value.toString();
        }
        return texts;
    }
}
