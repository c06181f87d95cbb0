package dev.platte.db.rollout;

import dev.platte.db.feed.EventKind;
import dev.platte.db.feed.Feed;
import dev.platte.db.feed.FeedEvent;
import dev.platte.db.feed.News;
import dev.platte.db.verb.Caller;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What people and rules did to rollouts: kept with each, and told to who follows. */
@Component
class History {

    private static final String NAMED =
            """
            select r.*, a.appid, g.track, p.version, previous.version as previous_version
            from rollout r
            join application a on a.id = r.application_id
            join host_group g on g.id = r.group_id
            join package p on p.id = r.package_id
            left join package previous on previous.id = r.previous_package_id
            """;

    private final JdbcClient sql;
    private final Feed feed;

    History(JdbcClient sql, Feed feed) {
        this.sql = sql;
        this.feed = feed;
    }

    /** After the rollout's row was written, in the same transaction. */
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
        tell(rolloutId, at, what, caller);
    }

    private void tell(long id, Instant now, RolloutEvent.What what, Caller caller) {
        sql.sql(NAMED + "where r.id = ?")
                .param(id)
                .query((row, number) -> news(row, what.kind(), caller, now))
                .optional()
                .ifPresent(feed::tell);
    }

    /** How every rollout that rolls fares now. */
    List<FeedEvent> progress(Instant now) {
        Caller nobody = Caller.system("");
        return sql.sql(NAMED + "where r.place = 'ROLLING' order by r.id")
                .query(
                        (row, number) ->
                                FeedEvent.passing(
                                        now,
                                        row.getString("appid"),
                                        news(row, EventKind.ROLLOUT_PROGRESS, nobody, now)))
                .list();
    }

    private static News news(ResultSet row, EventKind kind, Caller caller, Instant now)
            throws SQLException {
        Rollout rollout = RolloutRows.rollout(row, 0);
        return new News(
                kind,
                rollout.applicationId(),
                row.getString("track"),
                rollout.news(row.getString("version"), row.getString("previous_version"), now),
                caller);
    }

    List<RolloutEvent> of(long rolloutId) {
        return sql.sql("select * from rollout_history where rollout_id = ? order by id")
                .param(rolloutId)
                .query(RolloutRows::event)
                .list();
    }
}
