package dev.platte.db.access;

import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Runs a verb: one transaction for the change and its audit row, rolled back for a dry run. */
@Component
public final class Changes {

    private final TransactionTemplate writing;
    private final TransactionTemplate reading;
    private final Audit audit;
    private final InstantSource clock;

    Changes(PlatformTransactionManager transactions, Audit audit, InstantSource clock) {
        this.writing = new TransactionTemplate(transactions);
        this.reading = new TransactionTemplate(transactions);
        // One snapshot of the database for all statements of a read.
        this.reading.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
        this.reading.setReadOnly(true);
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Runs a changing verb in a transaction.
     *
     * @throws RefusedException as the verb does, and {@code exists-already} when another verb made
     *     the same thing at the same moment
     */
    public <T> T change(Caller caller, Supplier<T> verb) {
        try {
            return writing.execute(
                    status -> {
                        T result = verb.get();
                        if (caller.dryRun()) {
                            status.setRollbackOnly();
                        }
                        return result;
                    });
        } catch (DataIntegrityViolationException e) {
            RefusedException refusal =
                    RefusedException.conflict(
                            "exists-already", "It exists already, or what it refers to does not.");
            refusal.initCause(e);
            throw refusal;
        }
    }

    /** Runs several reads that see the same state. */
    public <T> T read(Supplier<T> reads) {
        return reading.execute(status -> reads.get());
    }

    /** Writes the audit row; see {@link Audit#record}. */
    public void audit(
            Caller caller,
            String verb,
            String subject,
            @Nullable Object before,
            @Nullable Object after) {
        audit.record(caller, verb, subject, before, after);
    }

    /**
     * Takes the lock under which everything is appended whose order matters, until the transaction
     * ends; after all rows that the verb changes.
     */
    public void lockJournal() {
        audit.lockJournal();
    }

    /** Now, as exact as the database keeps it. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Refuses a change by somebody who has not seen the last one.
     *
     * @throws RefusedException {@code changed-meanwhile}
     */
    public static void expect(String what, long seen, long found) {
        if (seen != found) {
            throw RefusedException.stale(what, seen, found);
        }
    }
}
