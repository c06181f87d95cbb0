package dev.platte.db.webhook;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of webhooks, their secrets and their messages. */
@Component
class WebhookRows {

    private static final String SELECT =
            """
            select w.*, a.appid, (select count(*) from webhook_delivery d
                where d.webhook_id = w.id and d.state = 'PENDING') as waiting
            from webhook w left join application a on a.id = w.application_id
            """;

    private final JdbcClient sql;

    WebhookRows(JdbcClient sql) {
        this.sql = sql;
    }

    List<Webhook> all() {
        return sql.sql(SELECT + "order by w.name").query(WebhookRows::webhook).list();
    }

    Optional<Webhook> find(long id) {
        return sql.sql(SELECT + "where w.id = ?").param(id).query(WebhookRows::webhook).optional();
    }

    Optional<Webhook> find(String name) {
        return sql.sql(SELECT + "where w.name = ?")
                .param(name)
                .query(WebhookRows::webhook)
                .optional();
    }

    /** Locked until the transaction ends, but not against messages that are written for it. */
    Optional<Webhook> lock(long id) {
        return sql.sql(SELECT + "where w.id = ? for no key update of w")
                .param(id)
                .query(WebhookRows::webhook)
                .optional();
    }

    long insert(String name, WebhookWish wish, String who, Instant now) {
        return sql.sql(
                        """
                        insert into webhook (name, url, application_id, kinds, created, created_by, due)
                        values (?, ?, ?, ?, ?, ?, ?) returning id
                        """)
                .params(
                        name,
                        wish.url(),
                        wish.applicationId(),
                        wish.kinds().toArray(String[]::new),
                        time(now),
                        who,
                        time(now))
                .query(Long.class)
                .single();
    }

    void set(long id, WebhookWish wish, Instant now) {
        sql.sql(
                        """
                        update webhook set url = ?, application_id = ?, kinds = ?, due = ?,
                            revision = revision + 1 where id = ?
                        """)
                .params(
                        wish.url(),
                        wish.applicationId(),
                        wish.kinds().toArray(String[]::new),
                        time(now),
                        id)
                .update();
    }

    /** Null: it is enabled, and nothing is held against it. */
    void disable(long id, @Nullable String reason, Instant now) {
        sql.sql(
                        """
                        update webhook set disabled = case when :reason::text is null then null
                                else :now::timestamptz end,
                            disabled_reason = :reason, due = :now, failing_since = null,
                            revision = revision + 1
                        where id = :id
                        """)
                .param("reason", reason)
                .param("now", time(now))
                .param("id", id)
                .update();
    }

    void delete(long id) {
        sql.sql("delete from webhook where id = ?").param(id).update();
    }

    void addSecret(long id, String secret, Instant now) {
        sql.sql("insert into webhook_secret (webhook_id, secret, created) values (?, ?, ?)")
                .params(id, secret, time(now))
                .update();
    }

    /** Of those before, only the newest stays valid, until then; the others are gone. */
    void expireSecrets(long id, Instant then) {
        sql.sql(
                        """
                        delete from webhook_secret where webhook_id = :id and id <>
                            (select max(id) from webhook_secret where webhook_id = :id)
                        """)
                .param("id", id)
                .update();
        sql.sql("update webhook_secret set expires = ? where webhook_id = ?")
                .params(time(then), id)
                .update();
    }

    void touch(long id) {
        sql.sql("update webhook set revision = revision + 1 where id = ?").param(id).update();
    }

    /** Those that are valid, the newest first. */
    List<String> secrets(long id, Instant now) {
        return sql.sql(
                        """
                        select secret from webhook_secret
                        where webhook_id = ? and (expires is null or expires > ?) order by id desc
                        """)
                .params(id, time(now))
                .query(String.class)
                .list();
    }

    /** A message to this one webhook; returns its id. */
    long send(long id, String message, String kind, String body, Instant now) {
        return sql.sql(
                        """
                        insert into webhook_delivery (webhook_id, message, kind, body, state, created)
                        values (?, ?, ?, ?, 'PENDING', ?) returning id
                        """)
                .params(id, message, kind, body, time(now))
                .query(Long.class)
                .single();
    }

    Optional<Delivery> delivery(long webhookId, long id) {
        return sql.sql("select * from webhook_delivery where webhook_id = ? and id = ?")
                .params(webhookId, id)
                .query(WebhookRows::delivery)
                .optional();
    }

    /** The newest first. */
    List<Delivery> deliveries(
            long webhookId, @Nullable DeliveryState state, @Nullable Long below, int limit) {
        return sql.sql(
                        """
                        select * from webhook_delivery where webhook_id = :hook
                          and (:state::text is null or state = :state)
                          and (:below::bigint is null or id < :below)
                        order by id desc limit :limit
                        """)
                .param("hook", webhookId)
                .param("state", state == null ? null : state.name())
                .param("below", below)
                .param("limit", limit)
                .query(WebhookRows::delivery)
                .list();
    }

    static Delivery delivery(ResultSet row, int number) throws SQLException {
        return new Delivery(
                row.getLong("id"),
                row.getString("message"),
                row.getString("kind"),
                row.getString("body"),
                DeliveryState.valueOf(row.getString("state")),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getInt("tries"),
                instant(row, "tried"),
                row.getObject("took_ms", Long.class),
                row.getObject("status", Integer.class),
                row.getString("answer"),
                row.getString("failure"));
    }

    private static Webhook webhook(ResultSet row, int number) throws SQLException {
        return new Webhook(
                row.getLong("id"),
                row.getString("name"),
                row.getString("url"),
                row.getString("appid"),
                List.of((String[]) row.getArray("kinds").getArray()),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getString("created_by"),
                instant(row, "disabled"),
                row.getString("disabled_reason"),
                instant(row, "failing_since"),
                row.getLong("waiting"),
                row.getLong("revision"));
    }

    static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }
}
