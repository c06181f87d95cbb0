package dev.platte.db.webhook;

import static dev.platte.db.webhook.WebhookRows.time;

import dev.platte.db.access.Changes;
import dev.platte.db.feed.EventKind;
import dev.platte.db.feed.Feed;
import dev.platte.db.feed.FeedEvent;
import dev.platte.db.feed.News;
import dev.platte.db.feed.Subject.WebhookNews;
import dev.platte.db.verb.Caller;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What is to be sent. Messages are written in the transaction of what they tell; each webhook's are
 * sent in the order in which they were written, by one server at a time.
 */
@Service
public final class Outbox {

    private static final int ERRAND = 20;
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int KEPT_OF_EACH = 1000;

    private final JdbcClient sql;
    private final WebhookRows rows;
    private final Changes changes;
    private final Feed feed;

    Outbox(JdbcClient sql, WebhookRows rows, Changes changes, Feed feed) {
        this.sql = sql;
        this.rows = rows;
        this.changes = changes;
        this.feed = feed;
    }

    /** In the transaction that tells the event. */
    @EventListener
    void on(FeedEvent event) {
        sql.sql(
                        """
                        insert into webhook_delivery (webhook_id, message, kind, body, state, created)
                        select w.id, :message, :kind, :body, 'PENDING', :now
                        from webhook w left join application a on a.id = w.application_id
                        where w.disabled is null
                          and (w.application_id is null or a.appid = :application)
                          and (w.kinds = '{}' or w.kinds && array[:kind::text, :family::text])
                        """)
                .param("message", "evt_" + event.id())
                .param("kind", event.kind().word())
                .param("family", event.kind().family())
                .param("body", Feed.json(event))
                .param("now", time(event.at()))
                .param("application", event.application())
                .update();
    }

    /**
     * Takes up what is to be sent to one webhook; until it is settled, or a minute has passed
     * without a word, no other server does. Empty: nothing is due.
     */
    public Optional<Errand> take() {
        return changes.change(
                Caller.system("take"),
                () -> {
                    UUID lease = UUID.randomUUID();
                    Instant now = changes.now();
                    return sql.sql(
                                    """
                                    update webhook set lease = :lease,
                                        leased_until = clock_timestamp() + :seconds * interval '1 second'
                                    where id = (select w.id from webhook w
                                        where w.disabled is null and w.due <= :now
                                          and (w.leased_until is null
                                            or w.leased_until < clock_timestamp())
                                          and exists (select from webhook_delivery d
                                            where d.webhook_id = w.id and d.state = 'PENDING')
                                        order by w.due, w.id limit 1
                                        for no key update skip locked)
                                    returning id
                                    """)
                            .param("lease", lease)
                            .param("seconds", LEASE.toSeconds())
                            .param("now", time(now))
                            .query(Long.class)
                            .optional()
                            .map(id -> errand(id, lease, now));
                });
    }

    private Errand errand(long id, UUID lease, Instant now) {
        List<Delivery> messages =
                sql.sql(
                                """
                                select * from webhook_delivery
                                where webhook_id = ? and state = 'PENDING' order by id limit ?
                                """)
                        .params(id, ERRAND)
                        .query(WebhookRows::delivery)
                        .list();
        return new Errand(rows.find(id).orElseThrow(), lease, rows.secrets(id, now), messages);
    }

    /**
     * Notes what came of one message, and lets the errand go on.
     *
     * @param wait how long until the next try, where it failed
     * @return whether the next message is to be sent; false: the errand is over
     */
    public boolean settle(
            Errand errand, Delivery message, Result result, Duration wait, Patience patience) {
        return changes.change(
                Caller.system("settle"),
                () -> {
                    Instant now = changes.now();
                    if (!renew(errand, result, now.plus(wait), now)) {
                        return false;
                    }
                    note(message, result, patience, now);
                    Webhook hook = rows.find(errand.webhook().id()).orElseThrow();
                    if (result.gone()) {
                        giveUp(hook, "It answered 410: it is gone for good.");
                    } else if (patience.isOver(hook.failingSince(), now)) {
                        giveUp(hook, "Every try since " + hook.failingSince() + " has failed.");
                    }
                    return result.isTaken();
                });
    }

    private boolean renew(Errand errand, Result result, Instant next, Instant now) {
        return sql.sql(
                                """
                                update webhook set due = :due,
                                    failing_since = case when :taken then null
                                        else coalesce(failing_since, :now) end,
                                    leased_until = case when :taken
                                        then clock_timestamp() + :seconds * interval '1 second' end
                                where id = :id and lease = :lease
                                """)
                        .param("due", time(result.isTaken() ? now : next))
                        .param("taken", result.isTaken())
                        .param("now", time(now))
                        .param("seconds", LEASE.toSeconds())
                        .param("id", errand.webhook().id())
                        .param("lease", errand.lease())
                        .update()
                == 1;
    }

    private void note(Delivery message, Result result, Patience patience, Instant now) {
        DeliveryState state =
                result.isTaken()
                        ? DeliveryState.DELIVERED
                        : message.tries() + 1 >= patience.tries()
                                ? DeliveryState.GIVEN_UP
                                : DeliveryState.PENDING;
        sql.sql(
                        """
                        update webhook_delivery set state = :state, tries = tries + 1, tried = :now,
                            took_ms = :took, status = :status, answer = :answer, failure = :failure
                        where id = :id
                        """)
                .param("state", state.name())
                .param("now", time(now))
                .param("took", result.took().toMillis())
                .param("status", result.status())
                .param("answer", result.answer())
                .param("failure", result.failure())
                .param("id", message.id())
                .update();
    }

    /** The errand is done: others may take what is written next. */
    public void done(Errand errand) {
        changes.change(
                Caller.system("done"),
                () ->
                        sql.sql(
                                        """
                                        update webhook set lease = null, leased_until = null
                                        where id = ? and lease = ?
                                        """)
                                .params(errand.webhook().id(), errand.lease())
                                .update());
    }

    private void giveUp(Webhook hook, String why) {
        Caller rule = Caller.system(why);
        rows.disable(hook.id(), why, changes.now());
        Webhook after = rows.find(hook.id()).orElseThrow();
        changes.audit(
                rule, "webhook.disable", "webhook/" + hook.id(), hook.audited(), after.audited());
        feed.tell(
                new News(
                        EventKind.WEBHOOK_DISABLED,
                        null,
                        null,
                        new WebhookNews(hook.name(), hook.place()),
                        rule));
    }

    /** Removes what is settled and old, or more than is kept of one webhook. */
    public int forget(Duration keep) {
        return changes.change(
                Caller.system("retention"),
                () ->
                        sql.sql(
                                        """
                                        delete from webhook_delivery d using (
                                            select id, row_number() over (
                                                partition by webhook_id order by id desc) as place
                                            from webhook_delivery where state <> 'PENDING') old
                                        where d.id = old.id
                                          and (old.place > :most or d.created < :before)
                                        """)
                                .param("most", KEPT_OF_EACH)
                                .param("before", time(changes.now().minus(keep)))
                                .update());
    }
}
