package dev.platte.db.rollout;

import dev.platte.db.verb.Caller;
import dev.platte.policy.ramp.EffectiveTime;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a person does to a rollout: the state it comes to, and where its time stands then. */
record Step(RolloutState state, RolloutEvent.What what, EffectiveTime time) {

    static void write(JdbcClient sql, Rollout before, Step made, Instant now, Caller caller) {
        boolean done = made.state() == RolloutState.COMPLETED;
        sql.sql(
                        """
                        update rollout set revision = revision + 1, state = :state,
                            state_reason = :reason, crossed = null, place = :place,
                            open_before_us = :before, running_since = :since, ended = :ended
                        where id = :id
                        """)
                .param("state", made.state().name())
                .param("reason", made.state() == RolloutState.RUNNING ? null : caller.reason())
                .param("place", (done ? Place.STABLE : Place.ROLLING).name())
                .param("before", RolloutRows.micros(made.time().before()))
                .param("since", RolloutRows.time(made.time().runningSince()))
                .param("ended", done ? RolloutRows.time(now) : null)
                .param("id", before.id())
                .update();
        if (before.state() == RolloutState.HALTED && made.state() == RolloutState.RUNNING) {
            sql.sql(
                            """
                            update rollout set base_updated = updated, base_failed = failed,
                                base_timed_out = timed_out, base_fell_back = fell_back
                            where id = ?
                            """)
                    .param(before.id())
                    .update();
        }
    }

    /** Never before the canaries have soaked. */
    static EffectiveTime resumed(Rollout before, Instant now) {
        Rollout.Pace pace = before.pace();
        EffectiveTime soaked = Policies.started(pace.canaries(), before.counted(), now);
        Instant from = soaked.runningSince();
        if (from == null) {
            return EffectiveTime.NOT_STARTED;
        }
        return pace.time().resumed(from.isAfter(now) ? from : now);
    }
}
