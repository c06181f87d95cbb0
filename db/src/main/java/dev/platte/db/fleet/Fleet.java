package dev.platte.db.fleet;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** The hosts: what they said, where they are, what happened to them. Written in batches. */
@Service
public final class Fleet {

    private static final int MAX_PAGE = 500;

    private final JdbcClient sql;
    private final TransactionOperations transactions;
    private final PollWriter writer;

    public Fleet(JdbcClient sql, TransactionOperations transactions) {
        this.sql = sql;
        this.transactions = transactions;
        this.writer = new PollWriter(sql);
    }

    /**
     * Keeps what polls said, all of it or nothing: hosts, their events, their attempts. At most
     * four statements, in the caller's transaction or one of its own. Polls older than what is
     * known change no host, but their events are kept. The same polls again change nothing.
     */
    public void recordPolls(Collection<PollRecord> polls) {
        if (!polls.isEmpty()) {
            transactions.executeWithoutResult(status -> writer.write(polls));
        }
    }

    /** The known ones of these hosts, in one statement. */
    public Map<HostKey, Host> find(Collection<HostKey> keys) {
        List<HostKey> wanted = List.copyOf(keys);
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<HostKey, Host> found = new HashMap<>();
        sql.sql(
                        """
                        select h.* from unnest(?::bigint[], ?::text[]) as k (application_id, machine_id)
                        join host h using (application_id, machine_id)
                        """)
                .params(
                        Columns.longs(wanted, HostKey::applicationId),
                        Columns.texts(wanted, HostKey::machineId))
                .query(HostRows::host)
                .list()
                .forEach(host -> found.put(host.key(), host));
        return Map.copyOf(found);
    }

    /**
     * The known ones of these hosts with their way, each locked until the caller's transaction
     * ends: what is decided from it still holds when it is written. One statement; the rows are
     * locked in the order in which {@link #recordPolls} writes them.
     */
    public Map<HostKey, Progress> lock(Collection<HostKey> keys) {
        List<HostKey> wanted = List.copyOf(keys);
        if (wanted.isEmpty()) {
            return Map.of();
        }
        Map<HostKey, Progress> found = new HashMap<>();
        sql.sql(
                        """
                        select h.*, a.package_id, p.version as attempt_version,
                            a.group_id as attempt_group, a.from_version, a.granted_boot_id,
                            a.state as attempt_state,
                            array(select distinct bad.version from attempt f
                                join package bad on bad.id = f.package_id
                                where f.host_id = h.id and f.state = 'FELL_BACK') as fell_back
                        from unnest(?::bigint[], ?::text[]) as k (application_id, machine_id)
                        join host h using (application_id, machine_id)
                        left join attempt a on a.host_id = h.id
                            and a.state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED')
                        left join package p on p.id = a.package_id
                        order by h.application_id, h.machine_id
                        for no key update of h
                        """)
                .params(
                        Columns.longs(wanted, HostKey::applicationId),
                        Columns.texts(wanted, HostKey::machineId))
                .query(HostRows::progress)
                .list()
                .forEach(progress -> found.put(progress.host().key(), progress));
        return Map.copyOf(found);
    }

    public Optional<Host> find(HostKey key) {
        return Optional.ofNullable(find(List.of(key)).get(key));
    }

    /** One page of hosts; see {@link HostQuery} for the order and the next page. */
    public List<Host> list(HostQuery query) {
        return HostRows.page(sql, query);
    }

    /** How many hosts are at which version in which state. Reads every host of the application. */
    public List<VersionCount> versions(long applicationId) {
        return sql.sql(
                        """
                        select group_id, version, state, count(*) as hosts from host
                        where application_id = ?
                        group by group_id, version, state
                        order by group_id, version, state
                        """)
                .param(applicationId)
                .query(
                        (row, number) ->
                                new VersionCount(
                                        HostRows.optionalLong(row, "group_id"),
                                        row.getString("version"),
                                        HostState.valueOf(row.getString("state")),
                                        row.getLong("hosts")))
                .list();
    }

    /**
     * What happened to a host, the newest first.
     *
     * @param before only what came earlier; absent: from the newest
     * @param limit 1 to 500
     */
    public List<PastEvent> history(long hostId, @Nullable Instant before, int limit) {
        requireLimit(limit);
        return sql.sql(
                        """
                        select at, type, result, error_code, version, previous_version from event
                        where host_id = :host and (:before::timestamptz is null or at < :before)
                        order by at desc, ordinal desc limit :limit
                        """)
                .param("host", hostId)
                .param("before", before == null ? null : before.atOffset(ZoneOffset.UTC))
                .param("limit", limit)
                .query(
                        (row, number) ->
                                new PastEvent(
                                        HostRows.instant(row, "at"),
                                        row.getInt("type"),
                                        row.getInt("result"),
                                        HostRows.optionalLong(row, "error_code"),
                                        row.getString("version"),
                                        row.getString("previous_version")))
                .list();
    }

    /**
     * The attempts of a host, the newest first.
     *
     * @param limit 1 to 500
     */
    public List<Attempt> attempts(long hostId, int limit) {
        requireLimit(limit);
        return sql.sql(
                        """
                        select * from attempt where host_id = ? order by granted desc, id desc limit ?
                        """)
                .params(hostId, limit)
                .query(
                        (row, number) ->
                                new Attempt(
                                        row.getLong("id"),
                                        row.getLong("package_id"),
                                        row.getString("from_version"),
                                        row.getString("granted_boot_id"),
                                        HostState.valueOf(row.getString("state")),
                                        HostRows.instant(row, "granted"),
                                        HostRows.instant(row, "changed"),
                                        HostRows.optionalLong(row, "error_code")))
                .list();
    }

    /**
     * Makes the days' partitions of events ahead of time and drops those out of retention.
     *
     * @param keepDays 1 or more
     */
    public void turnPartitions(Instant now, int aheadDays, int keepDays) {
        if (keepDays < 1 || aheadDays < 0) {
            throw new IllegalArgumentException(
                    "keep at least 1 day, make at least 0 ahead; not "
                            + keepDays
                            + " and "
                            + aheadDays);
        }
        transactions.executeWithoutResult(
                status ->
                        sql.sql("select * from event_partitions(?, ?, ?)")
                                .params(now.atOffset(ZoneOffset.UTC), aheadDays, keepDays)
                                .query()
                                .singleRow());
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > MAX_PAGE) {
            throw new IllegalArgumentException("limit is 1 to 500, not " + limit);
        }
    }
}
