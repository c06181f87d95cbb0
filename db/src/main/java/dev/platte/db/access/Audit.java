package dev.platte.db.access;

import dev.platte.db.verb.Caller;
import jakarta.persistence.EntityManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.databind.json.JsonMapper;

/**
 * Who changed what, when and why. Rows are written in the transaction of the change and chained by
 * hashes, so that a row changed or removed later is found by {@link AuditVerifier}.
 */
@Service
public final class Audit {

    /** Verbs append one at a time: the chain has one end. */
    private static final long JOURNAL_LOCK = 5075461_0002L;

    private final JdbcClient sql;
    private final EntityManager entities;
    private final InstantSource clock;
    private final JsonMapper json = JsonMapper.shared();

    Audit(JdbcClient sql, EntityManager entities, InstantSource clock) {
        this.sql = sql;
        this.entities = entities;
        this.clock = clock;
    }

    /**
     * Writes the row of a change, inside the transaction that makes the change.
     *
     * @param verb such as {@code channel.point}
     * @param subject such as {@code channel/17}
     * @param before a record as it was, written as JSON; holds no secret
     * @param after the record as it is now
     */
    public void record(
            Caller caller,
            String verb,
            String subject,
            @Nullable Object before,
            @Nullable Object after) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(verb + " writes its audit row outside a transaction");
        }
        lockJournal();
        String previous =
                sql.sql("select hash from audit order by id desc limit 1")
                        .query(String.class)
                        .optional()
                        .orElse(AuditChain.FIRST);
        AuditRow row =
                AuditChain.sealed(
                        new AuditRow(
                                0,
                                clock.instant().truncatedTo(ChronoUnit.MICROS),
                                caller.who(),
                                caller.tokenId(),
                                verb,
                                subject,
                                before == null ? null : json.writeValueAsString(before),
                                after == null ? null : json.writeValueAsString(after),
                                caller.reason(),
                                caller.requestId(),
                                previous,
                                ""));
        sql.sql(
                        """
                        insert into audit (at, who, token_id, verb, subject, before, after, reason,
                            request_id, previous_hash, hash)
                        values (?, ?, ?, ?, ?, ?::json, ?::json, ?, ?, ?, ?)
                        """)
                .params(
                        row.at().atOffset(ZoneOffset.UTC),
                        row.who(),
                        row.tokenId(),
                        row.verb(),
                        row.subject(),
                        row.before(),
                        row.after(),
                        row.reason(),
                        row.requestId(),
                        row.previousHash(),
                        row.hash())
                .update();
        sql.sql(
                        """
                        update audit_head set length = length + 1, hash = ?,
                            last = (select max(id) from audit)
                        """)
                .param(row.hash())
                .update();
    }

    /**
     * All verbs take row locks first and this one last: in one order, so that they cannot wait for
     * each other in a circle.
     */
    void lockJournal() {
        if (entities.isJoinedToTransaction()) {
            entities.flush();
        }
        sql.sql("select pg_advisory_xact_lock(?)").param(JOURNAL_LOCK).query().singleRow();
    }

    /**
     * The newest rows.
     *
     * @param subject only rows about this, such as {@code channel/17}
     * @param below only rows with a smaller id: the last id of the page before
     * @param limit 1 to 500
     */
    public List<AuditRow> newest(@Nullable String subject, @Nullable Long below, int limit) {
        return search(subject == null ? AuditFilter.ALL : AuditFilter.of(subject), below, limit);
    }

    /**
     * The newest rows of those that are asked for.
     *
     * @param below only rows with a smaller id: the last id of the page before
     * @param limit 1 to 500
     */
    public List<AuditRow> search(AuditFilter filter, @Nullable Long below, int limit) {
        requireLimit(limit);
        List<String> conditions = new ArrayList<>(List.of("true"));
        Map<String, Object> values = new HashMap<>();
        add(conditions, values, "who = :who", "who", filter.who());
        add(conditions, values, "subject = :subject", "subject", filter.subject());
        add(
                conditions,
                values,
                // A slash comes right after a dot.
                "(verb collate \"C\" = :verb or verb collate \"C\" >= :verb || '.'"
                        + " and verb collate \"C\" < :verb || '/')",
                "verb",
                filter.verb());
        add(conditions, values, "at >= :since", "since", time(filter.since()));
        add(conditions, values, "at < :until", "until", time(filter.until()));
        add(conditions, values, "id < :below", "below", below);
        return sql.sql(
                        "select * from audit where "
                                + String.join(" and ", conditions)
                                + " order by id desc limit "
                                + limit)
                .params(values)
                .query(Audit::row)
                .list();
    }

    /**
     * Only what is asked for is in the statement, so that each shape gets the plan of its index.
     */
    private static void add(
            List<String> conditions,
            Map<String, Object> values,
            String condition,
            String name,
            @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }

    private static void requireLimit(int limit) {
        if (limit < 1 || limit > 500) {
            throw new IllegalArgumentException("limit is 1 to 500, not " + limit);
        }
    }

    /**
     * The last row of a verb about each of some subjects, in one statement.
     *
     * @return by subject; without those that it was never done to
     */
    public Map<String, AuditRow> last(String verb, Collection<String> subjects) {
        return sql
                .sql(
                        """
                        select a.* from unnest(:subjects::text[]) as wanted (subject)
                        cross join lateral (select * from audit
                            where subject = wanted.subject and verb = :verb
                            order by id desc limit 1) a
                        """)
                .param("subjects", subjects.toArray(String[]::new))
                .param("verb", verb)
                .query(Audit::row)
                .list()
                .stream()
                .collect(Collectors.toMap(AuditRow::subject, Function.identity()));
    }

    /** The first row of the trail that is wrong, as {@link AuditVerifier} finds it. */
    public OptionalLong firstBroken() {
        return switch (new AuditVerifier(sql).verify(0, null, null)) {
            case AuditProof.Holds ignored -> OptionalLong.empty();
            case AuditProof.Broken broken -> OptionalLong.of(broken.row());
        };
    }

    static AuditRow row(ResultSet row, int number) throws SQLException {
        long token = row.getLong("token_id");
        Long tokenId = row.wasNull() ? null : token;
        Instant at = row.getObject("at", OffsetDateTime.class).toInstant();
        return new AuditRow(
                row.getLong("id"),
                at,
                row.getString("who"),
                tokenId,
                row.getString("verb"),
                row.getString("subject"),
                row.getString("before"),
                row.getString("after"),
                row.getString("reason"),
                row.getString("request_id"),
                row.getString("previous_hash"),
                row.getString("hash"));
    }
}
