package dev.platte.db.fleet;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** How many hosts there are of which kind, for foretelling what a change would do. */
@Service
public final class Census {

    /** As many host rows as are looked at for one answer, about; beyond that a sample stands. */
    static final long MOST_ROWS = 500_000;

    private static final int ATTEMPTS = 1000;

    private final JdbcClient sql;

    public Census(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * Hosts that a decision cannot tell from one another.
     *
     * @param groupId absent: their track names no group
     * @param arch absent: they do not say it
     */
    public record Kind(@Nullable Long groupId, @Nullable String arch, String version) {}

    /** So many of them. */
    public record Count(Kind kind, long hosts) {}

    /** So many of them in a state. */
    public record StateCount(long applicationId, Kind kind, HostState state, long hosts) {}

    /**
     * Hosts that are not heard of.
     *
     * @param exact false: estimated from a sample of the hosts
     */
    public record Silent(List<Count> counts, boolean exact) {
        public Silent {
            counts = List.copyOf(counts);
        }
    }

    /** All hosts of an application that are not retired: a few rows, however many hosts. */
    public List<Count> all(long applicationId) {
        return sql.sql(
                        """
                        select nullif(group_id, 0) as group_id, nullif(arch, '') as arch, version,
                            sum(hosts)::bigint as hosts
                        from host_counter where application_id = ?
                        group by 1, 2, 3 having sum(hosts) > 0 order by 1, 2, 3
                        """)
                .param(applicationId)
                .query(Census::count)
                .list();
    }

    /**
     * All hosts of some applications that are not retired, by state too, in one statement: a few
     * rows, however many hosts.
     */
    public List<StateCount> states(Collection<Long> applicationIds) {
        return sql.sql(
                        """
                        select application_id, nullif(group_id, 0) as group_id,
                            nullif(arch, '') as arch, version, state, hosts
                        from host_counter where application_id = any(:applications) and hosts > 0
                        """)
                .param("applications", applicationIds.toArray(Long[]::new))
                .query(
                        (row, number) ->
                                new StateCount(
                                        row.getLong("application_id"),
                                        kind(row),
                                        HostState.valueOf(row.getString("state")),
                                        row.getLong("hosts")))
                .list();
    }

    /** Those for whom an operator has decided something that holds at an instant. */
    public List<Count> pinned(long applicationId, Instant now) {
        return sql.sql(
                        """
                        select h.group_id, h.arch, h.version, count(*) as hosts
                        from pin p join host h using (application_id, machine_id)
                        where p.application_id = ? and p.until > ? and h.retired is null
                        group by 1, 2, 3
                        """)
                .params(applicationId, now.atOffset(ZoneOffset.UTC))
                .query(Census::count)
                .list();
    }

    /**
     * Those last seen before an instant, without the pinned ones. No index could answer this
     * without a cost to every poll, so that of a large fleet a part of the table is read.
     */
    public Silent silent(long applicationId, Instant before, Instant now) {
        long all =
                sql.sql("select coalesce(sum(hosts), 0)::bigint from host_counter")
                        .query(Long.class)
                        .single();
        double part = all <= MOST_ROWS ? 1 : (double) MOST_ROWS / all;
        List<Count> found =
                sql.sql(
                                """
                                select group_id, arch, version, count(*) as hosts
                                from host h tablesample system (:percent) repeatable (1)
                                where application_id = :application and seen_on <= :on
                                  and (seen_on < :on or exists (select from host_seen s
                                    where s.host_id = h.id and s.last_seen < :before))
                                  and retired is null
                                  and not exists (select 1 from pin p
                                    where p.application_id = h.application_id
                                      and p.machine_id = h.machine_id and p.until > :now)
                                group by 1, 2, 3
                                """)
                        .param("percent", part * 100)
                        .param("application", applicationId)
                        .param("on", Fingerprint.day(before))
                        .param("before", before.atOffset(ZoneOffset.UTC))
                        .param("now", now.atOffset(ZoneOffset.UTC))
                        .query(Census::count)
                        .list();
        return new Silent(
                found.stream().map(c -> new Count(c.kind(), Math.round(c.hosts() / part))).toList(),
                part == 1);
    }

    /** How long the last good attempts of these groups took, on the average; empty without any. */
    public Optional<Duration> attempt(Collection<Long> groups) {
        return sql.sql(
                        """
                        select avg(extract(epoch from a.changed - a.granted))
                        from rollout r
                        cross join lateral (select * from attempt
                            where rollout_id = r.id order by id desc limit :attempts) a
                        where r.group_id = any(:groups) and r.place is not null
                          and a.state = 'COMPLETE'
                        """)
                .param("attempts", ATTEMPTS)
                .param("groups", groups.toArray(Long[]::new))
                .query(Double.class)
                .optional()
                .map(seconds -> Duration.ofSeconds(Math.round(seconds)));
    }

    private static Count count(ResultSet row, int number) throws SQLException {
        return new Count(kind(row), row.getLong("hosts"));
    }

    private static Kind kind(ResultSet row) throws SQLException {
        return new Kind(
                HostRows.optionalLong(row, "group_id"),
                row.getString("arch"),
                row.getString("version"));
    }
}
