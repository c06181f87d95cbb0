package dev.platte.db.fleet;

import java.util.List;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Writes attempts, any number in one statement. Leases end by the database's clock, which all
 * replicas share: a server whose clock jumps times nobody out.
 */
final class AttemptWriter {

    private final JdbcClient sql;

    AttemptWriter(JdbcClient sql) {
        this.sql = sql;
    }

    void advance(List<AttemptStep> steps) {
        if (steps.isEmpty()) {
            return;
        }
        uncount(steps.stream().map(AttemptStep::uncounted).filter(Objects::nonNull).toList());
        sql.sql(
                        """
                        update attempt a
                        set state = said.state,
                            changed = case when a.state = said.state then a.changed
                                else said.at end,
                            released = case
                                when said.state in ('GRANTED', 'DOWNLOADING', 'DOWNLOADED')
                                then null else coalesce(a.released, said.at) end,
                            lease = case when said.lease is null then a.lease
                                else clock_timestamp() + make_interval(secs => said.lease) end,
                            error_code = coalesce(said.error_code, a.error_code),
                            counted = a.counted or said.counted
                        from unnest(:ids::bigint[], :states::text[], :ats::timestamptz[],
                            :leases::bigint[], :errors::bigint[], :counted::boolean[])
                            as said (id, state, at, lease, error_code, counted)
                        where a.id = said.id
                        """)
                .param("ids", Columns.longs(steps, AttemptStep::attemptId))
                .param("states", Columns.texts(steps, AttemptStep::state))
                .param("ats", Columns.texts(steps, AttemptStep::at))
                .param(
                        "leases",
                        Columns.longs(
                                steps,
                                step -> step.lease() == null ? null : step.lease().toSeconds()))
                .param("errors", Columns.longs(steps, AttemptStep::errorCode))
                .param("counted", Columns.texts(steps, AttemptStep::counted))
                .update();
    }

    private void uncount(List<Long> attempts) {
        if (!attempts.isEmpty()) {
            sql.sql("update attempt set counted = false where id = any(?)")
                    .param(attempts.toArray(Long[]::new))
                    .update();
        }
    }

    void begin(List<NewAttempt> begun) {
        if (begun.isEmpty()) {
            return;
        }
        sql.sql(
                        """
                        insert into attempt (host_id, group_id, rollout_id, package_id,
                            from_version, granted_boot_id, state, granted, changed, lease)
                        select host_id, group_id, rollout_id, package_id, from_version, boot_id,
                            'GRANTED', granted, granted,
                            clock_timestamp() + make_interval(secs => lease)
                        from unnest(:hosts::bigint[], :groups::bigint[], :rollouts::bigint[],
                            :packages::bigint[], :versions::text[], :boots::text[],
                            :granted::timestamptz[], :leases::bigint[])
                            as said (host_id, group_id, rollout_id, package_id, from_version,
                                boot_id, granted, lease)
                        """)
                .param("hosts", Columns.longs(begun, NewAttempt::hostId))
                .param("groups", Columns.longs(begun, NewAttempt::groupId))
                .param("rollouts", Columns.longs(begun, NewAttempt::rolloutId))
                .param("packages", Columns.longs(begun, NewAttempt::packageId))
                .param("versions", Columns.texts(begun, NewAttempt::fromVersion))
                .param("boots", Columns.texts(begun, NewAttempt::bootId))
                .param("granted", Columns.texts(begun, NewAttempt::granted))
                .param("leases", Columns.longs(begun, step -> step.lease().toSeconds()))
                .update();
    }
}
