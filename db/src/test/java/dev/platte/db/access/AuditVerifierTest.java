package dev.platte.db.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.verb.Caller;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachPostgres
final class AuditVerifierTest {

    private static final Caller ANNA = new Caller("anna", null, "why", "r-1");

    private final TestStore store;
    private final Tokens tokens;
    private final Audit audit;
    private final AuditVerifier verifier;
    private final JdbcClient sql;

    AuditVerifierTest(TestStore store) {
        this.store = store;
        this.tokens = store.get(Tokens.class);
        this.audit = store.get(Audit.class);
        this.verifier = store.get(AuditVerifier.class);
        this.sql = store.get(JdbcClient.class);
    }

    private void change() {
        tokens.issue("ci", Role.VIEWER, List.of(), null, ANNA);
    }

    /** The ids of five new rows, in order. */
    private List<Long> fiveRows() {
        for (int i = 0; i < 5; i++) {
            change();
        }
        return audit.newest(null, null, 5).reversed().stream().map(AuditRow::id).toList();
    }

    /** What is proven after somebody has been at the database; undone afterwards. */
    private AuditProof after(@Nullable AuditHead anchor, String... statements) {
        AtomicReference<AuditProof> proof = new AtomicReference<>();
        new TransactionTemplate(store.get(PlatformTransactionManager.class))
                .executeWithoutResult(
                        status -> {
                            for (String statement : statements) {
                                sql.sql(statement).update();
                            }
                            proof.set(verifier.verify(0, null, anchor));
                            status.setRollbackOnly();
                        });
        assertThat(verifier.verify(0, null, null)).isInstanceOf(AuditProof.Holds.class);
        return proof.get();
    }

    private static AuditProof broken(AuditProof proof, long row, AuditProof.Flaw flaw) {
        return assertThat(proof)
                .isInstanceOfSatisfying(
                        AuditProof.Broken.class,
                        broken -> {
                            assertThat(broken.row()).isEqualTo(row);
                            assertThat(broken.flaw()).isEqualTo(flaw);
                        })
                .actual();
    }

    @Test
    void anUntouchedTrailHoldsUpToItsHead() {
        List<Long> ids = fiveRows();
        assertThat(verifier.verify(0, null, verifier.head()))
                .isInstanceOfSatisfying(
                        AuditProof.Holds.class,
                        holds -> {
                            assertThat(holds.rows()).isEqualTo(holds.head().length());
                            assertThat(holds.head().last()).isEqualTo(ids.getLast());
                        });
        assertThat(verifier.verify(ids.get(1), ids.get(3), null))
                .isEqualTo(new AuditProof.Holds(3, verifier.head()));
    }

    @Test
    void everyChangedFieldIsFound() {
        List<Long> ids = fiveRows();
        for (String set :
                List.of(
                        "who = 'bob'",
                        "at = at + interval '1 microsecond'",
                        "token_id = 7",
                        "verb = 'token.revoke'",
                        "subject = 'token/0'",
                        "before = '{}'",
                        "after = (after::text || ' ')::json",
                        "after = null",
                        "reason = null",
                        "request_id = 'r-2'",
                        "hash = repeat('a', 64)")) {
            for (int i : new int[] {0, 2, 4}) {
                broken(
                        after(null, "update audit set " + set + " where id = " + ids.get(i)),
                        ids.get(i),
                        AuditProof.Flaw.ROW_CHANGED);
            }
        }
    }

    @Test
    void aRemovedRowIsFoundAtTheNext() {
        List<Long> ids = fiveRows();
        broken(
                after(null, "delete from audit where id = " + ids.get(2)),
                ids.get(3),
                AuditProof.Flaw.ROWS_MISSING_BEFORE);
    }

    @Test
    void aForgedRowIsFoundAtTheNext() {
        List<Long> ids = fiveRows();
        AuditRow row = audit.newest(null, ids.get(3), 1).getFirst();
        AuditRow forged =
                AuditChain.sealed(
                        new AuditRow(
                                row.id(),
                                row.at(),
                                "somebody else",
                                row.tokenId(),
                                row.verb(),
                                row.subject(),
                                row.before(),
                                row.after(),
                                row.reason(),
                                row.requestId(),
                                row.previousHash(),
                                ""));
        broken(
                after(
                        null,
                        "update audit set who = 'somebody else', hash = '"
                                + forged.hash()
                                + "' where id = "
                                + row.id()),
                ids.get(3),
                AuditProof.Flaw.ROWS_MISSING_BEFORE);
    }

    @Test
    void rowsInAnotherOrderAreFound() {
        List<Long> ids = fiveRows();
        LongFunction<String> move =
                id ->
                        "insert into audit overriding system value select "
                                + id
                                + ", at, who, token_id, verb, subject, before, after, reason, request_id,"
                                + " previous_hash, hash from moved where id = ";
        broken(
                after(
                        null,
                        "create temporary table moved on commit drop as select * from audit",
                        "delete from audit where id in (" + ids.get(1) + ", " + ids.get(2) + ")",
                        move.apply(ids.get(1)) + ids.get(2),
                        move.apply(ids.get(2)) + ids.get(1)),
                ids.get(1),
                AuditProof.Flaw.ROWS_MISSING_BEFORE);
    }

    @Test
    void aCutEndIsFound() {
        List<Long> ids = fiveRows();
        broken(
                after(null, "delete from audit where id > " + ids.get(2)),
                ids.get(2),
                AuditProof.Flaw.END_MISSING);
    }

    @Test
    void aCutEndWithItsTracesWipedIsFoundByAnAnchor() {
        List<Long> ids = fiveRows();
        AuditHead kept = AuditHead.ofAnchor(verifier.head().anchor());
        String[] cut = {
            "delete from audit where id > " + ids.get(2),
            "update audit_head set (last, length, hash) = (select id, (select count(*) from audit), hash"
                    + " from audit where id = "
                    + ids.get(2)
                    + ")"
        };
        assertThat(after(null, cut)).isInstanceOf(AuditProof.Holds.class);
        broken(after(kept, cut), ids.getLast(), AuditProof.Flaw.ANCHOR_MISSING);
        change();
        assertThat(verifier.verify(0, null, kept)).isInstanceOf(AuditProof.Holds.class);
    }

    @Test
    void aRowThatNoVerbWroteIsFound() {
        List<Long> ids = fiveRows();
        AuditProof proof =
                after(
                        null,
                        "insert into audit (at, who, verb, subject, previous_hash, hash) select at, 'eve',"
                                + " 'token.issue', 'token/1', hash, repeat('e', 64) from audit where id = "
                                + ids.getLast());
        broken(proof, ids.getLast(), AuditProof.Flaw.END_MISSING);
    }

    @Test
    void manyWritersAtOnceMakeOneChain() throws InterruptedException, ExecutionException {
        long before = verifier.head().length();
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 120; i++) {
                all.add(threads.submit(this::change));
                if (i % 20 == 0) {
                    // Proven while it grows.
                    all.add(
                            threads.submit(
                                    () ->
                                            assertThat(verifier.verify(0, null, null))
                                                    .isInstanceOf(AuditProof.Holds.class)));
                }
            }
        }
        for (Future<?> each : all) {
            each.get();
        }
        assertThat(verifier.verify(0, null, null))
                .isInstanceOfSatisfying(
                        AuditProof.Holds.class,
                        holds -> assertThat(holds.rows()).isEqualTo(before + 120));
    }

    @Test
    void theDatabaseItselfRefusesAFork() {
        List<Long> ids = fiveRows();
        assertThatThrownBy(
                        () ->
                                sql.sql(
                                                "insert into audit (at, who, verb, subject, previous_hash, hash)"
                                                        + " select at, who, verb, subject, previous_hash, repeat('f', 64)"
                                                        + " from audit where id = ?")
                                        .param(ids.get(2))
                                        .update())
                .isInstanceOf(DuplicateKeyException.class);
    }
}
