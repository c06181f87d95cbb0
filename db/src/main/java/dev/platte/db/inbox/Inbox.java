package dev.platte.db.inbox;

import dev.platte.db.access.Changes;
import dev.platte.db.fleet.MalformedSample;
import dev.platte.db.fleet.UnknownCount;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What came in and fits nowhere: {@link dev.platte.db.fleet.Strangers} keeps it, operators look at
 * it here. Nothing is cleared away that nobody has seen: what comes in meanwhile stays.
 */
@Service
public final class Inbox {

    private static final String VERB = "inbox.empty";

    private final JdbcClient sql;
    private final Changes changes;

    Inbox(JdbcClient sql, Changes changes) {
        this.sql = sql;
        this.changes = changes;
    }

    /** The requests that nobody understood, the newest first; at most a hundred. */
    public List<Letter> malformed() {
        return sql.sql("select * from malformed_request order by id desc")
                .query(Inbox::letter)
                .list();
    }

    /**
     * One of them.
     *
     * @throws RefusedException {@code sample-unknown}
     */
    public Letter malformed(long id) {
        return sql.sql("select * from malformed_request where id = ?")
                .param(id)
                .query(Inbox::letter)
                .optional()
                .orElseThrow(
                        () ->
                                RefusedException.notFound(
                                        "sample-unknown",
                                        "There is no malformed request "
                                                + id
                                                + "; the newest hundred are kept."));
    }

    /** What hosts ask for in vain, the latest first; at most a thousand names. */
    public List<UnknownCount> unknown() {
        return sql.sql("select * from unknown_ask order by last_asked desc, application, track")
                .query(Inbox::name)
                .list();
    }

    /**
     * Clears requests away that nobody understood. Needs a reason.
     *
     * @param through the newest that was looked at; newer ones stay
     * @return how many
     * @throws RefusedException {@code reason-required}
     */
    public long emptyMalformed(long through, Caller caller) {
        caller.requiredReason();
        return changes.change(
                caller,
                () -> {
                    int gone =
                            sql.sql("delete from malformed_request where id <= ?")
                                    .param(through)
                                    .update();
                    audit(caller, "inbox/malformed", gone, "through", through);
                    return (long) gone;
                });
    }

    /**
     * Clears names away that were asked for in vain; who asks again is counted anew. Needs a
     * reason.
     *
     * @param until when it was looked at; names that were asked for later stay
     * @return how many
     * @throws RefusedException {@code reason-required}
     */
    public long emptyUnknown(Instant until, Caller caller) {
        caller.requiredReason();
        return changes.change(
                caller,
                () -> {
                    int gone =
                            sql.sql("delete from unknown_ask where last_asked <= ?")
                                    .param(until.atOffset(ZoneOffset.UTC))
                                    .update();
                    audit(caller, "inbox/unknown", gone, "until", until);
                    return (long) gone;
                });
    }

    private void audit(Caller caller, String subject, int gone, String bound, Object value) {
        if (gone > 0) {
            changes.audit(
                    caller, VERB, subject, Map.of("count", gone, bound, value.toString()), null);
        }
    }

    private static Letter letter(ResultSet row, int number) throws SQLException {
        return new Letter(
                row.getLong("id"),
                new MalformedSample(
                        instant(row, "at"),
                        row.getString("ip"),
                        row.getString("content_type"),
                        row.getString("reason"),
                        row.getBytes("body")));
    }

    private static UnknownCount name(ResultSet row, int number) throws SQLException {
        return new UnknownCount(
                row.getString("application"),
                row.getString("kind").equals("GROUP") ? row.getString("track") : null,
                row.getLong("asked"),
                instant(row, "first_asked"),
                instant(row, "last_asked"),
                row.getString("last_ip"),
                row.getString("last_host"));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
