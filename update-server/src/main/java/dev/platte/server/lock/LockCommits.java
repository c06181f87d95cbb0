package dev.platte.server.lock;

import dev.platte.db.lock.LockAnswer;
import dev.platte.db.lock.LockAsk;
import dev.platte.db.lock.LockTurns;
import dev.platte.server.commit.GroupCommit;
import dev.platte.server.commit.UnwritableException;
import dev.platte.server.edge.DatabaseGone;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Hosts that ask at the same time share a transaction: all of a group wait for one row, and one
 * after the other could be served no faster than the disk syncs.
 */
@Component
final class LockCommits implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(LockCommits.class);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** More would wait for each other: most hosts are of the same few groups. */
    private static final int WRITERS = 2;

    private static final int BATCH = 500;
    private static final int QUEUE = 20_000;
    private static final int TRIES = 3;

    /** Before the web server takes its first request, and until after its last. */
    private static final int BEYOND_THE_WEB_SERVER = SmartLifecycle.DEFAULT_PHASE - 4096;

    private final LockTurns turns;
    private volatile @Nullable GroupCommit<LockAsk, LockAnswer> commits;

    LockCommits(LockTurns turns) {
        this.turns = turns;
    }

    /**
     * Waits until the answer is committed.
     *
     * @throws UnwritableException nothing was changed, or, after a time-out, perhaps it was; asking
     *     again is right in both cases
     */
    LockAnswer answer(LockAsk ask) throws UnwritableException, InterruptedException {
        GroupCommit<LockAsk, LockAnswer> running = commits;
        if (running == null) {
            throw UnwritableException.closing();
        }
        return running.write(ask, PATIENCE);
    }

    private List<LockAnswer> write(List<LockAsk> asks) throws UnwritableException {
        for (int attempt = 1; ; attempt++) {
            try {
                return turns.answer(asks);
            } catch (TransientDataAccessException e) {
                // Two replicas that meet hosts new to both may wait in a circle; one was ended.
                if (attempt == TRIES) {
                    throw UnwritableException.database(e);
                }
                LOG.debug("a batch of {} is tried again", asks.size(), e);
            } catch (DataAccessException | TransactionException e) {
                if (DatabaseGone.isCauseOf(e)) {
                    throw UnwritableException.database(e);
                }
                throw e;
            }
        }
    }

    @Override
    public void start() {
        commits = new GroupCommit<>("locks", this::write, WRITERS, BATCH, QUEUE);
    }

    @Override
    public void stop() {
        GroupCommit<LockAsk, LockAnswer> running = commits;
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
