package dev.platte.db.lock;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The hosts of lock groups and their places in the queues, as rows. */
final class Queue {

    private final JdbcClient sql;

    Queue(JdbcClient sql) {
        this.sql = sql;
    }

    /** Of one host of one group. */
    record Key(long groupId, String host) {}

    /**
     * A host as it is to be written.
     *
     * @param waiting absent: it waits for nothing
     */
    record Seen(
            Key key,
            LockAsk.Said said,
            @Nullable String machineId,
            Instant resolved,
            @Nullable Waiting waiting) {}

    /**
     * A place in a queue.
     *
     * @param kind and {@code reason}: what it was told
     */
    record Waiting(
            Instant since,
            int rank,
            boolean blocked,
            Instant keepUntil,
            @Nullable String kind,
            @Nullable String reason) {

        Waiting told(String what, String why, Instant keep) {
            return new Waiting(since, rank, blocked, keep, what, why);
        }
    }

    /** What was known of these hosts. */
    Map<Key, HostRow> known(List<Key> keys) {
        Map<Key, HostRow> rows = new HashMap<>();
        sql.sql(
                        """
                        select h.* from unnest(?::bigint[], ?::text[]) as asked (group_id, host)
                        join lock_host h using (group_id, host)
                        """)
                .params(
                        array(keys, Key::groupId, Long[]::new),
                        array(keys, Key::host, String[]::new))
                .query(HostRow::of)
                .list()
                .forEach(row -> rows.put(new Key(row.groupId(), row.host()), row));
        return rows;
    }

    /**
     * The places of hosts that ask, among all that wait and could go: 1 for the first. Those that
     * something holds alone stand behind whom they would stand behind, and nobody behind them.
     */
    Map<Key, Integer> positions(Map<Key, Waiting> asking, Instant now) {
        List<Map.Entry<Key, Waiting>> rows = new ArrayList<>(asking.entrySet());
        Map<Key, Integer> positions = new HashMap<>();
        sql.sql(
                        """
                        with asking as (
                            select * from unnest(:groups::bigint[], :hosts::text[],
                                :ranks::integer[], :sinces::timestamptz[], :blocked::boolean[])
                                as asking (group_id, host, rank, since, blocked)),
                        queue as (
                            select group_id, host, rank, since, blocked, true as asks from asking
                            union all
                            select group_id, host, rank, waiting_since, blocked, false
                            from lock_host h
                            where group_id in (select group_id from asking)
                              and waiting_since is not null and keep_until > :now
                              and not exists (select from asking a
                                where a.group_id = h.group_id and a.host = h.host)),
                        placed as (
                            select group_id, host, asks, 1 + count(*) filter (where not blocked)
                                over (partition by group_id order by rank desc, since, host
                                    rows between unbounded preceding and 1 preceding) as position
                            from queue)
                        select group_id, host, position from placed where asks
                        """)
                .param("groups", array(rows, row -> row.getKey().groupId(), Long[]::new))
                .param("hosts", array(rows, row -> row.getKey().host(), String[]::new))
                .param("ranks", array(rows, row -> row.getValue().rank(), Integer[]::new))
                .param(
                        "sinces",
                        array(rows, row -> row.getValue().since().toString(), String[]::new))
                .param("blocked", array(rows, row -> row.getValue().blocked(), Boolean[]::new))
                .param("now", LockRows.time(now))
                .query(
                        (row, number) ->
                                positions.put(
                                        new Key(row.getLong("group_id"), row.getString("host")),
                                        row.getInt("position")))
                .list();
        return positions;
    }

    /** Writes what was heard, in one statement; what a host did not say stays as it was. */
    void write(List<Seen> rows, Instant now) {
        if (rows.isEmpty()) {
            return;
        }
        sql.sql(
                        """
                        insert into lock_host as h (group_id, host, machine_id, resolved, hostname,
                            version, boot_id, seq, first_seen, last_seen, waiting_since, rank,
                            to_version, keep_until, blocked, kind, reason)
                        select group_id, host, machine_id, resolved, hostname, version, boot_id,
                            seq, :now, :now, waiting_since, rank, to_version, keep_until, blocked,
                            kind, reason
                        from unnest(:groups::bigint[], :hosts::text[], :machines::text[],
                            :resolved::timestamptz[], :hostnames::text[], :versions::text[],
                            :boots::text[], :seqs::bigint[], :sinces::timestamptz[],
                            :ranks::integer[], :tos::text[], :keeps::timestamptz[],
                            :blocked::boolean[], :kinds::text[], :reasons::text[])
                            as said (group_id, host, machine_id, resolved, hostname, version,
                                boot_id, seq, waiting_since, rank, to_version, keep_until, blocked,
                                kind, reason)
                        order by group_id, host
                        on conflict (group_id, host) do update set
                            machine_id = excluded.machine_id, resolved = excluded.resolved,
                            hostname = coalesce(excluded.hostname, h.hostname),
                            version = coalesce(excluded.version, h.version),
                            boot_id = coalesce(excluded.boot_id, h.boot_id),
                            seq = greatest(excluded.seq, h.seq), last_seen = excluded.last_seen,
                            waiting_since = excluded.waiting_since, rank = excluded.rank,
                            to_version = excluded.to_version, keep_until = excluded.keep_until,
                            blocked = excluded.blocked, kind = excluded.kind,
                            reason = excluded.reason
                        """)
                .param("now", LockRows.time(now))
                .param("groups", array(rows, row -> row.key().groupId(), Long[]::new))
                .param("hosts", array(rows, row -> row.key().host(), String[]::new))
                .param("machines", array(rows, Seen::machineId, String[]::new))
                .param("resolved", array(rows, row -> row.resolved().toString(), String[]::new))
                .param("hostnames", array(rows, row -> row.said().hostname(), String[]::new))
                .param("versions", array(rows, row -> runs(row.said()), String[]::new))
                .param("boots", array(rows, row -> row.said().bootId(), String[]::new))
                .param("seqs", array(rows, row -> row.said().seq(), Long[]::new))
                .param(
                        "sinces",
                        waiting(rows, each -> each.since().toString(), null, String[]::new))
                .param("ranks", waiting(rows, Waiting::rank, 0, Integer[]::new))
                .param("tos", array(rows, row -> row.said().to(), String[]::new))
                .param(
                        "keeps",
                        waiting(rows, each -> each.keepUntil().toString(), null, String[]::new))
                .param("blocked", waiting(rows, Waiting::blocked, false, Boolean[]::new))
                .param("kinds", waiting(rows, Waiting::kind, null, String[]::new))
                .param("reasons", waiting(rows, Waiting::reason, null, String[]::new))
                .update();
    }

    private static @Nullable String runs(LockAsk.Said said) {
        return said.version() == null ? said.from() : said.version();
    }

    private static <T> @Nullable T[] waiting(
            List<Seen> rows,
            Function<Waiting, @Nullable T> column,
            @Nullable T absent,
            java.util.function.IntFunction<@Nullable T[]> make) {
        return array(
                rows, row -> row.waiting() == null ? absent : column.apply(row.waiting()), make);
    }

    private static <R, T> @Nullable T[] array(
            List<R> rows,
            Function<R, @Nullable T> column,
            java.util.function.IntFunction<@Nullable T[]> make) {
        return rows.stream().map(column).toArray(make);
    }
}
