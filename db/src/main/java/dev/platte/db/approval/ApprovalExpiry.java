package dev.platte.db.approval;

import java.time.Duration;
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

/**
 * Writes down every minute which requests have ended by time. Nothing depends on it: an expired
 * request leads to nothing from its very instant.
 */
@Component
final class ApprovalExpiry implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ApprovalExpiry.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);

    private final Approvals approvals;
    private volatile @Nullable ScheduledExecutorService running;

    ApprovalExpiry(Approvals approvals) {
        this.approvals = approvals;
    }

    @Override
    public void start() {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("approval-expiry").daemon().factory());
        executor.scheduleWithFixedDelay(
                this::sweep, PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
        running = executor;
    }

    private void sweep() {
        try {
            approvals.expireDue();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("Requests were not ended; next try in {}: {}", PERIOD, e.getMessage());
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
