package dev.platte.db.fleet;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** What went wrong in rollouts, by what hosts said. Reads failed attempts only, by their index. */
@Service
public final class Failures {

    private final JdbcClient sql;

    Failures(JdbcClient sql) {
        this.sql = sql;
    }

    /**
     * Attempts of a rollout that ended badly in the same way.
     *
     * @param state failed, fell back or timed out
     * @param errorCode as said, flags included; absent: none was said
     * @param attempts how many; a host that tried twice is two of them
     */
    public record Cause(
            long rolloutId,
            HostState state,
            @Nullable Long errorCode,
            long attempts,
            Instant last) {}

    /** A host behind a cause, with its latest such attempt. */
    public record FailedHost(Host host, long attemptId, Instant at) {}

    /** The causes of some rollouts, those with the most attempts first. */
    public List<Cause> causes(Collection<Long> rolloutIds) {
        return sql.sql(
                        """
                        select rollout_id, state, error_code, count(*) as attempts,
                            max(changed) as last
                        from attempt
                        where rollout_id = any(:rollouts)
                          and state in ('FAILED', 'FELL_BACK', 'TIMED_OUT')
                        group by rollout_id, state, error_code
                        order by attempts desc, state, error_code
                        """)
                .param("rollouts", rolloutIds.toArray(Long[]::new))
                .query(
                        (row, number) ->
                                new Cause(
                                        row.getLong("rollout_id"),
                                        HostState.valueOf(row.getString("state")),
                                        HostRows.optionalLong(row, "error_code"),
                                        row.getLong("attempts"),
                                        HostRows.instant(row, "last")))
                .list();
    }

    /**
     * The hosts behind a cause, the latest attempts first.
     *
     * @param below only attempts with a smaller id: the last one of the page before
     * @param limit 1 to 500
     */
    public List<FailedHost> hosts(
            long rolloutId,
            HostState state,
            @Nullable Long errorCode,
            @Nullable Long below,
            int limit) {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit is 1 to 500, not " + limit);
        }
        // "is not distinct from" would not use the index.
        String said = errorCode == null ? "a.error_code is null" : "a.error_code = :code";
        return sql.sql(
                        """
                        select h.*, a.id as attempt_id, a.changed as attempt_changed
                        from attempt a join host h on h.id = a.host_id
                        where a.rollout_id = :rollout and a.state = :state
                          and a.state in ('FAILED', 'FELL_BACK', 'TIMED_OUT')
                          and %s
                          and (:below::bigint is null or a.id < :below)
                        order by a.id desc limit :limit
                        """
                                .formatted(said))
                .param("rollout", rolloutId)
                .param("state", state.name())
                .param("code", errorCode)
                .param("below", below)
                .param("limit", limit)
                .query(
                        (row, number) ->
                                new FailedHost(
                                        HostRows.host(row, number),
                                        row.getLong("attempt_id"),
                                        HostRows.instant(row, "attempt_changed")))
                .list();
    }
}
