package dev.platte.db.fleet;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
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
    private final ProgressReader reader;
    private final PollWriter writer;
    private final PollImporter importer;
    private final HostSearch search;

    public Fleet(JdbcClient sql, TransactionOperations transactions) {
        this.sql = sql;
        this.transactions = transactions;
        this.reader = new ProgressReader(sql);
        this.writer = new PollWriter(sql);
        this.importer = new PollImporter(reader, writer);
        this.search = new HostSearch(sql, transactions);
    }

    /**
     * Keeps what polls said that were answered elsewhere, all of it or nothing: hosts, their
     * events, their attempts, which belong to no rollout. Polls no newer than what is known change
     * no host, but their events are kept: the same polls again change nothing.
     */
    public void recordPolls(Collection<PollRecord> polls) {
        if (!polls.isEmpty()) {
            transactions.executeWithoutResult(status -> importer.write(polls));
        }
    }

    /**
     * Writes what polls made of their hosts, each at most once: hosts, counters, events, attempts,
     * one statement for each of these that anything is to be written to. In the transaction that
     * locked the hosts.
     */
    public void write(List<HostStep> steps) {
        writer.write(steps);
    }

    /**
     * Silent hosts whose lease has ended, each locked until the caller's transaction ends; those
     * that somebody else has locked are left for later.
     *
     * @param limit 1 or more
     */
    public List<Progress> lockSilent(int limit) {
        List<Long> ids =
                sql.sql(
                                """
                                select h.id from attempt a join host h on h.id = a.host_id
                                where a.lease < now()
                                  and a.state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED', 'INSTALLED')
                                order by a.lease limit ?
                                for no key update of h skip locked
                                """)
                        .param(limit)
                        .query(Long.class)
                        .list();
        // Read again now that they are locked: a poll may have come in between.
        return ids.isEmpty() ? List.of() : reader.silent(ids);
    }

    /** Ends the attempts of silent hosts; the instants are those of the steps. */
    public void timeOut(Map<Progress, AttemptStep> silent) {
        writer.timeOut(silent);
    }

    /** The known ones of these hosts with their way, locked until the caller's transaction ends. */
    public Map<HostKey, Progress> lock(Collection<HostKey> keys) {
        return keys.isEmpty() ? Map.of() : reader.locked(keys);
    }

    /**
     * Locked hosts begin anew: they are on no way, and what they could not install keeps them from
     * nothing.
     *
     * @param ended the ends of their open attempts
     */
    public void beginAnew(Collection<Progress> hosts, List<AttemptStep> ended, Instant now) {
        writer.beginAnew(hosts, ended, now);
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
                        select h.*, s.last_seen
                        from unnest(?::bigint[], ?::text[]) as k (application_id, machine_id)
                        join host h using (application_id, machine_id)
                        join host_seen s on s.host_id = h.id
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
     * These hosts with their way, each locked until the caller's transaction ends: what is decided
     * from it still holds when it is written. Hosts that are new are made and counted, from what
     * the first of their polls says. All are locked in one order, so that two callers do not wait
     * for each other in a circle.
     *
     * @param content hosts that are not about to be granted anything: those of them that are on no
     *     way cost no second look, and what they once fell back from is left out
     */
    public Map<HostKey, Progress> enrol(Collection<PollRecord> first, Set<HostKey> content) {
        return reader.enrol(first, content);
    }

    /** The known ones of these hosts with their way. */
    public Map<HostKey, Progress> progress(Collection<HostKey> keys) {
        return reader.progress(keys);
    }

    public Optional<Host> find(HostKey key) {
        return Optional.ofNullable(find(List.of(key)).get(key));
    }

    /** One page of hosts; see {@link HostQuery} for the order and the next page. */
    public List<Host> list(HostQuery query) {
        return search.page(query);
    }

    /** How many hosts such a query finds on all its pages; empty where only a look could tell. */
    public OptionalLong count(HostQuery query) {
        return search.count(query);
    }

    /** How many hosts there are of all applications, retired ones left out: a few rows. */
    public long size() {
        return sql.sql("select coalesce(sum(hosts), 0)::bigint from host_counter")
                .query(Long.class)
                .single();
    }

    /** How many hosts are at which version in which state: a few rows, however many hosts. */
    public List<VersionCount> versions(long applicationId) {
        return sql.sql(
                        """
                        select nullif(group_id, 0) as group_id, version, state,
                            sum(hosts)::bigint as hosts
                        from host_counter where application_id = ?
                        group by group_id, version, state having sum(hosts) > 0
                        order by group_id nulls last, version, state
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
                .query(HostRows::history)
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
