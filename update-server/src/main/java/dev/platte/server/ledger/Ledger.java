package dev.platte.server.ledger;

import dev.platte.policy.decide.Decision.Settled;
import dev.platte.server.commit.GroupCommit;
import dev.platte.server.commit.UnwritableException;
import dev.platte.server.edge.ProblemException;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Writes polls down before they are answered: what was acknowledged is in the database. */
@Component
public final class Ledger implements SmartLifecycle {

    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    /** Before the web server takes its first request, and until after its last. */
    private static final int BEYOND_THE_WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 4096;

    private final BatchWriter writer;
    private final LedgerSettings settings;
    private final LedgerMetrics metrics;
    private volatile @Nullable GroupCommit<Queued, List<Optional<Settled>>> commits;

    Ledger(BatchWriter writer, LedgerSettings settings, MeterRegistry meters) {
        this.writer = writer;
        this.settings = settings;
        this.metrics = new LedgerMetrics(meters, this::waiting);
    }

    /**
     * Waits until the poll is committed.
     *
     * @return for each entry that asked, in their order, what it gets; empty for those that did not
     *     ask
     * @throws ProblemException 503 with Retry-After, when it could not be committed in time
     */
    public List<Optional<Settled>> write(Poll poll) {
        GroupCommit<Queued, List<Optional<Settled>>> running = commits;
        try {
            if (running == null) {
                throw UnwritableException.closing();
            }
            return running.write(Queued.of(poll), settings.patience());
        } catch (UnwritableException e) {
            metrics.refused(e.code());
            throw ProblemException.unavailable(
                    e.code(), e.getMessage() + " Nothing was kept; ask again later.", RETRY_AFTER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ProblemException.unavailable(
                    "going-down", "The server is being stopped.", RETRY_AFTER);
        }
    }

    private int waiting() {
        GroupCommit<Queued, List<Optional<Settled>>> running = commits;
        return running == null ? 0 : running.waiting();
    }

    @Override
    public void start() {
        commits =
                new GroupCommit<>(
                        "ledger",
                        batch -> metrics.timed(batch.size(), () -> writer.write(batch)),
                        settings.writers(),
                        settings.batch(),
                        settings.queue());
    }

    @Override
    public void stop() {
        GroupCommit<Queued, List<Optional<Settled>>> running = commits;
        if (running != null) {
            commits = null;
            running.close();
        }
    }

    @Override
    public boolean isRunning() {
        return commits != null;
    }

    @Override
    public int getPhase() {
        return BEYOND_THE_WEB_SERVER;
    }
}
