package dev.platte.db.rounds;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Does all rounds while the server runs; one that fails is tried again at its next turn. */
@Component
final class Rounds implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    /** A few: one that waits for a lock, or has much to do, must not hold up the others. */
    private static final int THREADS = 4;

    private final List<Round> rounds;
    private volatile @Nullable ScheduledExecutorService running;

    Rounds(List<Round> rounds) {
        this.rounds = rounds;
    }

    @Override
    public void start() {
        ScheduledExecutorService executor =
                Executors.newScheduledThreadPool(
                        THREADS, Thread.ofPlatform().name("rounds-", 1).daemon().factory());
        for (Round round : rounds) {
            long period = round.period().toMillis();
            executor.scheduleWithFixedDelay(
                    () -> turn(round), period, period, TimeUnit.MILLISECONDS);
        }
        running = executor;
    }

    private static void turn(Round round) {
        try {
            round.turn().run();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("{}; next try in {}: {}", round.undone(), round.period(), e.getMessage());
        } catch (RuntimeException e) {
            // A broken promise of ours must not end all later turns unseen.
            LOG.error("{}", round.undone(), e);
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService executor = running;
        if (executor != null) {
            running = null;
            executor.close();
        }
    }

    @Override
    public boolean isRunning() {
        return running != null;
    }
}
