package dev.platte.db.feed;

import dev.platte.db.access.Changes;
import dev.platte.db.verb.Caller;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * What happened. Events are written in the transaction of what they tell, under the lock that also
 * orders the audit trail: their ids grow in the order in which they become visible, so that whoever
 * has seen one has seen all before it.
 */
@Service
public final class Feed {

    /** What PostgreSQL's notifications of new events are called. */
    static final String CHANNEL = "platte_feed";

    private static final JsonMapper JSON = JsonMapper.shared();

    private final JdbcClient sql;
    private final Changes changes;
    private final ApplicationEventPublisher inside;

    Feed(JdbcClient sql, Changes changes, ApplicationEventPublisher inside) {
        this.sql = sql;
        this.changes = changes;
        this.inside = inside;
    }

    /**
     * Tells what a verb does, inside its transaction, after its rows were written. The event is
     * also published inside this process, still in the transaction.
     */
    public void tell(News news) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(news.kind() + " is told outside a transaction");
        }
        changes.lockJournal();
        FeedEvent event = FeedEvent.of(nextId(), changes.now(), appid(news), news);
        sql.sql(
                        """
                        insert into feed_event (id, at, kind, application, track, rollout, document)
                        values (?, ?, ?, ?, ?, ?, ?::json)
                        """)
                .params(
                        event.id(),
                        event.at().atOffset(ZoneOffset.UTC),
                        event.kind().name(),
                        event.application(),
                        event.group(),
                        event.rolloutId(),
                        json(event))
                .update();
        inside.publishEvent(event);
    }

    private long nextId() {
        return sql.sql("select nextval('feed_event_id')").query(Long.class).single();
    }

    private @Nullable String appid(News news) {
        return news.applicationId() == null
                ? null
                : sql.sql("select appid from application where id = ?")
                        .param(news.applicationId())
                        .query(String.class)
                        .single();
    }

    /** An event as programs get it. */
    public static String json(FeedEvent event) {
        return JSON.writeValueAsString(event);
    }

    /** Events with a higher id, the oldest first, at most so many. */
    public List<FeedEvent> after(long id, int limit) {
        return sql
                .sql("select document from feed_event where id > ? order by id limit ?")
                .params(id, limit)
                .query(String.class)
                .list()
                .stream()
                .map(Feed::event)
                .toList();
    }

    /**
     * Events, the newest first.
     *
     * @param applications only of these, by appid as written; absent: of all, and of the whole
     *     server
     * @param below only with a smaller id: the last id of the page before
     * @param limit 1 to 500
     */
    public List<FeedEvent> newest(
            FeedFilter filter,
            @Nullable Collection<String> applications,
            @Nullable Long below,
            int limit) {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit is 1 to 500, not " + limit);
        }
        return sql
                .sql(
                        """
                        select document from feed_event
                        where (:application::text is null or application = :application)
                          and (:applications::text[] is null or application = any(:applications))
                          and (:track::text is null or track = :track)
                          and (:rollout::uuid is null or rollout = :rollout)
                          and (:kinds::text[] is null or kind = any(:kinds))
                          and (:below::bigint is null or id < :below)
                        order by id desc limit :limit
                        """)
                .param("application", filter.application())
                .param("applications", applications == null ? null : array(applications))
                .param("track", filter.group())
                .param("rollout", filter.rollout())
                .param(
                        "kinds",
                        filter.kinds().isEmpty()
                                ? null
                                : array(filter.kinds().stream().map(EventKind::name).toList()))
                .param("below", below)
                .param("limit", limit)
                .query(String.class)
                .list()
                .stream()
                .map(Feed::event)
                .toList();
    }

    private static String[] array(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }

    public Optional<FeedEvent> find(long id) {
        return sql.sql("select document from feed_event where id = ?")
                .param(id)
                .query(String.class)
                .optional()
                .map(Feed::event);
    }

    /** The newest id; 0: nothing has happened. */
    public long last() {
        return sql.sql("select coalesce(max(id), 0) from feed_event").query(Long.class).single();
    }

    /** All that came after this one are still there: none of them was removed by age. */
    public boolean reachesBackTo(long id) {
        return sql.sql("select removed <= ? from feed_end").param(id).query(Boolean.class).single();
    }

    /** Removes what is older. */
    public int forget(Duration keep) {
        Instant end = changes.now().minus(keep);
        return changes.change(
                Caller.system("retention"),
                () -> {
                    int gone =
                            sql.sql(
                                            """
                                            with gone as (delete from feed_event where at < ?
                                                returning id)
                                            update feed_end set removed = greatest(removed,
                                                (select coalesce(max(id), 0) from gone))
                                            where exists (select from gone)
                                            returning (select count(*) from gone)
                                            """)
                                    .param(end.atOffset(ZoneOffset.UTC))
                                    .query(Integer.class)
                                    .optional()
                                    .orElse(0);
                    return gone;
                });
    }

    private static FeedEvent event(String document) {
        return JSON.readValue(document, FeedEvent.class);
    }
}
