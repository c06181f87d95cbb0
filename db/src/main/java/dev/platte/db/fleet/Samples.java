package dev.platte.db.fleet;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The counters as they were, every five minutes, for timelines. Any number of servers may take the
 * samples: one at a time does, and each instant is kept once. Older ones are thinned out: one an
 * hour after two days, one a day after ninety, none after two years.
 */
@Service
public final class Samples {

    /** How far two samples are apart. */
    public static final Duration STEP = Duration.ofMinutes(5);

    /** Of the advisory locks of Platte. */
    private static final long LOCK = 5075461_0004L;

    private static final int MAX_ROWS = 100_000;

    /** Stands for all groups together: a page about the whole fleet reads no more than another. */
    private static final long ALL_GROUPS = -1;

    private final JdbcClient sql;
    private final TransactionOperations transactions;

    public Samples(JdbcClient sql, TransactionOperations transactions) {
        this.sql = sql;
        this.transactions = transactions;
    }

    /** How many hosts were at a version in a state. */
    public record HostSample(Instant at, String version, HostState state, long hosts) {}

    /** How far a rollout was. */
    public record RolloutSample(
            Instant at, long open, long updated, long failed, long timedOut, long fellBack) {}

    /**
     * Takes the sample of the five minutes that an instant lies in, unless it was taken already,
     * and thins out the old ones.
     *
     * @return whether this call took it
     */
    public boolean take(Instant now) {
        Instant at =
                Instant.ofEpochSecond(now.getEpochSecond() / STEP.toSeconds() * STEP.toSeconds());
        Boolean taken =
                transactions.execute(
                        status ->
                                sql.sql("select pg_try_advisory_xact_lock(?)")
                                                .param(LOCK)
                                                .query(Boolean.class)
                                                .single()
                                        && isMissing(at)
                                        && write(at));
        return Boolean.TRUE.equals(taken);
    }

    private boolean isMissing(Instant at) {
        return sql.sql(
                        """
                        select not exists (select from host_sample where at = :at)
                            and not exists (select from rollout_sample where at = :at)
                        """)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .query(Boolean.class)
                .single();
    }

    private boolean write(Instant at) {
        sql.sql(
                        """
                        insert into host_sample (at, application_id, group_id, version, state, hosts)
                        select :at, application_id, coalesce(group_id, :all), version, state, sum(hosts)
                        from host_counter
                        group by grouping sets ((application_id, group_id, version, state),
                            (application_id, version, state))
                        having sum(hosts) > 0
                        """)
                .param("at", at.atOffset(ZoneOffset.UTC))
                .param("all", ALL_GROUPS)
                .update();
        sql.sql(
                        """
                        insert into rollout_sample (rollout_id, at, open_attempts, updated, failed,
                            timed_out, fell_back)
                        select id, ?, open_attempts, updated, failed, timed_out, fell_back
                        from rollout where place is not null
                        """)
                .param(at.atOffset(ZoneOffset.UTC))
                .update();
        sql.sql("delete from host_counter where hosts = 0").update();
        thin("host_sample", at);
        thin("rollout_sample", at);
        return true;
    }

    private void thin(String table, Instant now) {
        thin(table, now.minus(Duration.ofDays(2)), "at <> date_trunc('hour', at, 'UTC')");
        thin(table, now.minus(Duration.ofDays(90)), "at <> date_trunc('day', at, 'UTC')");
        thin(table, now.minus(Duration.ofDays(731)), "true");
    }

    /** Walks over the instants there are, each one look into an index, and not over all samples. */
    private void thin(String table, Instant before, String which) {
        sql.sql(
                        """
                        with recursive instant as (
                            select min(at) as at from %1$s
                            union all
                            select (select min(s.at) from %1$s s where s.at > i.at)
                            from instant i where i.at < :before)
                        delete from %1$s
                        where at in (select at from instant where at < :before and %2$s)
                        """
                                .formatted(table, which))
                .param("before", before.atOffset(ZoneOffset.UTC))
                .update();
    }

    /**
     * The samples of an application, by time. Each instant that is asked for is one look into an
     * index, however many samples lie between.
     *
     * @param groupId only of this group; absent: of all together
     * @param step 5 minutes or more: only the samples at its multiples
     */
    public List<HostSample> ofHosts(
            long applicationId, @Nullable Long groupId, Instant from, Instant to, Duration step) {
        long seconds = Math.max(STEP.toSeconds(), step.toSeconds());
        return sql.sql(
                        """
                        with bounds as (select
                            greatest(:from, floor(extract(epoch from min(at)))) as first,
                            least(:to, extract(epoch from max(at)) + 1) as last from host_sample),
                        asked as (select to_timestamp(i * :step) as at
                            from bounds, generate_series(ceil(first / :step)::bigint,
                                ceil(last / :step)::bigint - 1) i)
                        select s.at, s.version, s.state, s.hosts
                        from asked cross join lateral (select * from host_sample s
                            where s.application_id = :application and s.group_id = :group
                                and s.at = asked.at
                            order by s.version, s.state offset 0) s
                        order by s.at limit :limit
                        """)
                .param("application", applicationId)
                .param("group", groupId == null ? ALL_GROUPS : groupId)
                .param("from", from.getEpochSecond())
                .param("to", to.getEpochSecond())
                .param("step", seconds)
                .param("limit", MAX_ROWS)
                .query(
                        (row, number) ->
                                new HostSample(
                                        HostRows.instant(row, "at"),
                                        row.getString("version"),
                                        HostState.valueOf(row.getString("state")),
                                        row.getLong("hosts")))
                .list();
    }

    /** The samples of a rollout, by time. */
    public List<RolloutSample> ofRollout(UUID uid) {
        return sql.sql(
                        """
                        select s.* from rollout_sample s join rollout r on r.id = s.rollout_id
                        where r.uid = ? order by s.at limit ?
                        """)
                .params(uid, MAX_ROWS)
                .query(
                        (row, number) ->
                                new RolloutSample(
                                        HostRows.instant(row, "at"),
                                        row.getLong("open_attempts"),
                                        row.getLong("updated"),
                                        row.getLong("failed"),
                                        row.getLong("timed_out"),
                                        row.getLong("fell_back")))
                .list();
    }
}
