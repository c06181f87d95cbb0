package dev.platte.db.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Answers to requests that carried an Idempotency-Key, kept for a day. */
@Service
public final class Replays {

    private static final Duration KEPT = Duration.ofDays(1);

    /** A request that has not ended by then died with its server. */
    private static final Duration LONGEST_REQUEST = Duration.ofMinutes(5);

    private record Row(String requestHash, Replay.@Nullable Answer answer) {}

    private final JdbcClient sql;
    private final InstantSource clock;

    Replays(JdbcClient sql, InstantSource clock) {
        this.sql = sql;
        this.clock = clock;
    }

    /**
     * Claims a key, in a transaction of its own: of two simultaneous requests one is first.
     *
     * @param caller whose keys these are
     * @param requestHash tells this request from others
     */
    public Replay claim(String caller, String key, String requestHash) {
        Instant now = clock.instant();
        sql.sql(
                        """
                        delete from idempotent_answer where at < :old
                            or (caller = :caller and key = :key and status is null and at < :dead)
                        """)
                .param("old", now.minus(KEPT).atOffset(ZoneOffset.UTC))
                .param("dead", now.minus(LONGEST_REQUEST).atOffset(ZoneOffset.UTC))
                .param("caller", caller)
                .param("key", key)
                .update();
        int made =
                sql.sql(
                                """
                                insert into idempotent_answer (caller, key, request_hash, at)
                                values (?, ?, ?, ?) on conflict do nothing
                                """)
                        .params(caller, key, requestHash, now.atOffset(ZoneOffset.UTC))
                        .update();
        if (made == 1) {
            return new Replay.First();
        }
        Optional<Row> row = find(caller, key);
        if (row.isEmpty()) {
            return new Replay.Running();
        }
        if (!row.get().requestHash().equals(requestHash)) {
            return new Replay.Another();
        }
        Replay.Answer answer = row.get().answer();
        return answer == null ? new Replay.Running() : new Replay.Again(answer);
    }

    private Optional<Row> find(String caller, String key) {
        return sql.sql("select * from idempotent_answer where caller = ? and key = ?")
                .params(caller, key)
                .query(
                        (row, number) -> {
                            int status = row.getInt("status");
                            Replay.Answer answer =
                                    row.wasNull()
                                            ? null
                                            : new Replay.Answer(
                                                    status,
                                                    row.getString("location"),
                                                    row.getString("etag"),
                                                    row.getString("content_type"),
                                                    row.getString("body"));
                            return new Row(row.getString("request_hash"), answer);
                        })
                .optional();
    }

    /** Keeps the answer for who asks again. */
    public void keep(String caller, String key, Replay.Answer answer) {
        sql.sql(
                        """
                        update idempotent_answer
                        set status = ?, location = ?, etag = ?, content_type = ?, body = ?
                        where caller = ? and key = ?
                        """)
                .params(
                        answer.status(),
                        answer.location(),
                        answer.etag(),
                        answer.contentType(),
                        answer.body(),
                        caller,
                        key)
                .update();
    }

    /** Frees the key: nothing was done. */
    public void forget(String caller, String key) {
        sql.sql("delete from idempotent_answer where caller = ? and key = ?")
                .params(caller, key)
                .update();
    }
}
