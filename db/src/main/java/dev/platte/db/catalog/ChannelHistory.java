package dev.platte.db.catalog;

import dev.platte.db.verb.Caller;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Where channels have pointed to. */
@Service
public class ChannelHistory {

    private final JdbcClient sql;

    ChannelHistory(JdbcClient sql) {
        this.sql = sql;
    }

    /** In the transaction that moves the channel. */
    void note(Channel after, Instant at, Caller caller) {
        sql.sql(
                        """
                        insert into channel_move (channel_id, package_id, at, who, reason)
                        values (?, ?, ?, ?, ?)
                        """)
                .params(
                        after.id(),
                        after.packageId(),
                        at.atOffset(ZoneOffset.UTC),
                        caller.who(),
                        caller.reason())
                .update();
    }

    /** Whether the channel points or has ever pointed to this package. */
    public boolean had(long channelId, long packageId) {
        return sql.sql(
                        "select exists (select from channel_move where channel_id = ? and package_id = ?)")
                .params(channelId, packageId)
                .query(Boolean.class)
                .single();
    }

    /** The published package that it pointed to before the one that it points to now. */
    public Optional<Long> before(Channel channel) {
        return sql.sql(
                        """
                        select m.package_id from channel_move m join package p on p.id = m.package_id
                        where m.channel_id = :channel and p.state = 'PUBLISHED'
                          and m.package_id is distinct from :now::bigint
                        order by m.id desc limit 1
                        """)
                .param("channel", channel.id())
                .param("now", channel.packageId())
                .query(Long.class)
                .optional();
    }

    /**
     * The newest first.
     *
     * @param below only with a smaller id: the last id of the page before
     * @param limit 1 to 500
     */
    public List<ChannelMove> of(long channelId, @Nullable Long below, int limit) {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit is 1 to 500, not " + limit);
        }
        return sql.sql(
                        """
                        select m.*, p.version from channel_move m
                        left join package p on p.id = m.package_id
                        where m.channel_id = :channel and (:below::bigint is null or m.id < :below)
                        order by m.id desc limit :limit
                        """)
                .param("channel", channelId)
                .param("below", below)
                .param("limit", limit)
                .query(
                        (row, number) ->
                                new ChannelMove(
                                        row.getLong("id"),
                                        row.getObject("at", OffsetDateTime.class).toInstant(),
                                        row.getString("version"),
                                        row.getString("who"),
                                        row.getString("reason")))
                .list();
    }
}
