package dev.platte.db.access;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Follows the audit trail from row to row, however long it is, while verbs go on adding to it: rows
 * up to the end that it had at the beginning are proven.
 */
@Service
public final class AuditVerifier {

    private static final int STEP = 1000;

    private final JdbcClient sql;

    AuditVerifier(JdbcClient sql) {
        this.sql = sql;
    }

    /** The end of the trail now. */
    public AuditHead head() {
        return sql.sql("select last, length, hash from audit_head")
                .query(
                        (row, number) ->
                                new AuditHead(
                                        row.getLong("last"),
                                        row.getLong("length"),
                                        row.getString("hash")))
                .single();
    }

    /**
     * Proves the rows of a part of the trail.
     *
     * @param from id of the first row; 0 or 1: from the beginning
     * @param to id of the last row; absent: the end, which is then compared with the kept one
     * @param anchor the end of the trail as it was kept elsewhere at some time: its row must still
     *     be there
     */
    public AuditProof verify(long from, @Nullable Long to, @Nullable AuditHead anchor) {
        AuditHead head = head();
        if (anchor != null && !hashOf(anchor.last()).orElse("").equals(anchor.hash())) {
            return new AuditProof.Broken(0, anchor.last(), AuditProof.Flaw.ANCHOR_MISSING);
        }
        long end = to == null ? head.last() : Math.min(to, head.last());
        String previous = before(from);
        long last = Math.max(0, from - 1);
        long good = 0;
        while (true) {
            List<AuditRow> rows =
                    sql.sql("select * from audit where id > ? and id <= ? order by id limit ?")
                            .params(last, end, STEP)
                            .query(Audit::row)
                            .list();
            for (AuditRow row : rows) {
                if (!row.previousHash().equals(previous)) {
                    return new AuditProof.Broken(
                            good, row.id(), AuditProof.Flaw.ROWS_MISSING_BEFORE);
                }
                if (!AuditChain.hash(row).equals(row.hash())) {
                    return new AuditProof.Broken(good, row.id(), AuditProof.Flaw.ROW_CHANGED);
                }
                previous = row.hash();
                last = row.id();
                good++;
            }
            if (rows.size() < STEP) {
                return end == head.last()
                        ? compared(head, from, good, last, previous)
                        : new AuditProof.Holds(good, head);
            }
        }
    }

    /** What was read up to its end against what verbs have noted of the end. */
    private AuditProof compared(AuditHead head, long from, long good, long last, String hash) {
        boolean whole = from <= 1;
        boolean sameEnd = good == 0 && !whole || hash.equals(head.hash());
        if (!sameEnd || (whole && good != head.length()) || beyond(head)) {
            return new AuditProof.Broken(good, last, AuditProof.Flaw.END_MISSING);
        }
        return new AuditProof.Holds(good, head);
    }

    /** Rows behind the noted end that no verb wrote; read again, as verbs go on meanwhile. */
    private boolean beyond(AuditHead head) {
        return sql.sql(
                        """
                        select exists (select from audit a, audit_head h
                            where a.id > :last and a.id > h.last)
                        """)
                .param("last", head.last())
                .query(Boolean.class)
                .single();
    }

    private String before(long from) {
        return sql.sql("select hash from audit where id < ? order by id desc limit 1")
                .param(from)
                .query(String.class)
                .optional()
                .orElse(AuditChain.FIRST);
    }

    private Optional<String> hashOf(long id) {
        return id == 0
                ? Optional.of(AuditChain.FIRST)
                : sql.sql("select hash from audit where id = ?")
                        .param(id)
                        .query(String.class)
                        .optional();
    }
}
