package dev.platte.db.approval;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of requests and of the answers to them. */
@Component
final class ApprovalRows {

    private static final String SELECT =
            """
            select a.*, p.appid_key from approval a
            left join application p on p.id = a.application_id
            """;

    private final JdbcClient sql;

    ApprovalRows(JdbcClient sql) {
        this.sql = sql;
    }

    /** Locked until the transaction ends. */
    Optional<Approval> lock(long id) {
        return sql.sql(SELECT + "where a.id = ? for update of a")
                .param(id)
                .query(this::approval)
                .optional();
    }

    Optional<Approval> find(long id) {
        return sql.sql(SELECT + "where a.id = ?").param(id).query(this::approval).optional();
    }

    /** The one open request for this change, locked until the transaction ends. */
    Optional<Approval> lockOpen(Change change) {
        return sql.sql(
                        SELECT
                                + """
                                where a.action = ? and a.subject = ? and a.fingerprint = ?
                                    and a.state in ('PENDING', 'APPROVED') for update of a
                                """)
                .params(change.action(), change.subject(), change.fingerprint())
                .query(this::approval)
                .optional();
    }

    /** The newest request for this change, in whatever state. */
    Optional<Approval> latest(Change change) {
        return sql.sql(
                        SELECT
                                + """
                                where a.action = ? and a.subject = ? and a.fingerprint = ?
                                order by a.id desc limit 1
                                """)
                .params(change.action(), change.subject(), change.fingerprint())
                .query(this::approval)
                .optional();
    }

    /** Agreed to and not yet made, the oldest first. */
    List<Approval> agreed(String action, Instant now) {
        return sql.sql(
                        SELECT
                                + """
                                where a.action = ? and a.state = 'APPROVED' and a.expires > ?
                                order by a.id
                                """)
                .params(action, now.atOffset(ZoneOffset.UTC))
                .query(this::approval)
                .list();
    }

    /** The newest first. */
    List<Approval> newest(boolean openOnly, @Nullable Long below, int limit) {
        return sql.sql(
                        SELECT
                                + """
                                where (not :open or a.state in ('PENDING', 'APPROVED'))
                                    and (:below::bigint is null or a.id < :below)
                                order by a.id desc limit :limit
                                """)
                .param("open", openOnly)
                .param("below", below)
                .param("limit", limit)
                .query(this::approval)
                .list();
    }

    /** Open requests whose time is over and that nobody else is working on. */
    List<Approval> lockDue(Instant now, int limit) {
        return sql.sql(
                        SELECT
                                + """
                                where a.state in ('PENDING', 'APPROVED') and a.expires <= ?
                                order by a.id limit ? for update of a skip locked
                                """)
                .params(now.atOffset(ZoneOffset.UTC), limit)
                .query(this::approval)
                .list();
    }

    /** Null: it touches the whole server. */
    @Nullable Long applicationId(long id) {
        return sql.sql(
                        "select application_id from approval where id = ? and application_id is not null")
                .param(id)
                .query(Long.class)
                .optional()
                .orElse(null);
    }

    String person(long id) {
        return sql.sql("select person from approval where id = ?")
                .param(id)
                .query(String.class)
                .single();
    }

    boolean voted(long id, String person) {
        return sql.sql(
                        "select exists (select from approval_vote where approval_id = ? and person = ?)")
                .params(id, person)
                .query(Boolean.class)
                .single();
    }

    long insert(
            Change change,
            String summary,
            int needed,
            Duration lasts,
            String person,
            String who,
            @Nullable String reason,
            Instant now) {
        return sql.sql(
                        """
                        insert into approval (application_id, action, subject, details, fingerprint,
                            summary, needed, state, person, requested_by, reason, created, expires)
                        values ((select id from application where appid_key = ?), ?, ?, ?, ?, ?, ?,
                            'PENDING', ?, ?, ?, ?, ?)
                        returning id
                        """)
                .params(
                        change.application(),
                        change.action(),
                        change.subject(),
                        change.details().toArray(String[]::new),
                        change.fingerprint(),
                        summary,
                        needed,
                        person,
                        who,
                        reason,
                        now.atOffset(ZoneOffset.UTC),
                        now.plus(lasts).atOffset(ZoneOffset.UTC))
                .query(Long.class)
                .single();
    }

    void vote(long id, String person, Vote vote) {
        sql.sql(
                        """
                        insert into approval_vote (approval_id, person, who, approves, reason, at)
                        values (?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        id,
                        person,
                        vote.who(),
                        vote.approves(),
                        vote.reason(),
                        vote.at().atOffset(ZoneOffset.UTC))
                .update();
    }

    /** Every step counts in the revision, also one that leaves the state. */
    void move(long id, ApprovalState state, Instant now) {
        sql.sql(
                        """
                        update approval set state = :state, revision = revision + 1,
                            decided = case when :state = 'PENDING' then null else :now::timestamptz end
                        where id = :id
                        """)
                .param("state", state.name())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .param("id", id)
                .update();
    }

    private Approval approval(ResultSet row, int number) throws SQLException {
        long id = row.getLong("id");
        return new Approval(
                id,
                row.getString("appid_key"),
                row.getString("action"),
                row.getString("subject"),
                List.of((String[]) row.getArray("details").getArray()),
                row.getString("summary"),
                row.getInt("needed"),
                ApprovalState.valueOf(row.getString("state")),
                row.getString("requested_by"),
                row.getString("reason"),
                time(row, "created"),
                time(row, "expires"),
                row.getObject("decided") == null ? null : time(row, "decided"),
                votes(id),
                row.getLong("revision"));
    }

    private List<Vote> votes(long id) {
        return sql.sql("select * from approval_vote where approval_id = ? order by at, person")
                .param(id)
                .query(
                        (row, number) ->
                                new Vote(
                                        row.getString("who"),
                                        row.getBoolean("approves"),
                                        row.getString("reason"),
                                        time(row, "at")))
                .list();
    }

    private static Instant time(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
