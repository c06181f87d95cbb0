package dev.platte.db.rollout;

import dev.platte.db.verb.Caller;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** What people and rules did to rollouts. */
final class History {

    private final JdbcClient sql;

    History(JdbcClient sql) {
        this.sql = sql;
    }

    void write(
            long rolloutId,
            Instant at,
            RolloutEvent.What what,
            Caller caller,
            @Nullable Object facts) {
        sql.sql(
                        """
                        insert into rollout_history (rollout_id, at, what, who, reason, facts)
                        values (?, ?, ?, ?, ?, ?::json)
                        """)
                .params(
                        rolloutId,
                        RolloutRows.time(at),
                        what.name(),
                        caller.who(),
                        caller.reason(),
                        facts == null ? null : JsonMapper.shared().writeValueAsString(facts))
                .update();
    }

    List<RolloutEvent> of(long rolloutId) {
        return sql.sql("select * from rollout_history where rollout_id = ? order by id")
                .param(rolloutId)
                .query(RolloutRows::event)
                .list();
    }
}
