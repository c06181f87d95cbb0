package dev.platte.db.fleet;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/**
 * Keeps partitions of events ahead of time and drops those out of retention: at start and every
 * hour. Any number of servers may do it; the database lets one at a time.
 */
public final class EventRetention implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(EventRetention.class);

    /** Servers may be down for so long, and events still go to their own days. */
    private static final int DAYS_AHEAD = 7;

    private static final Duration PERIOD = Duration.ofHours(1);

    private final Fleet fleet;
    private final InstantSource clock;
    private final int keepDays;
    private volatile @Nullable ScheduledExecutorService running;

    /**
     * Does nothing until it is started.
     *
     * @param keep how long events are kept, in whole days, at least one
     */
    public EventRetention(Fleet fleet, InstantSource clock, Duration keep) {
        if (keep.toDays() < 1) {
            throw new IllegalArgumentException(
                    "platte.event-retention is " + keep + "; give at least 1d");
        }
        this.fleet = fleet;
        this.clock = clock;
        this.keepDays = Math.toIntExact(keep.toDays());
    }

    /** Once, now. */
    void turn() {
        fleet.turnPartitions(clock.instant(), DAYS_AHEAD, keepDays);
    }

    @Override
    public void start() {
        turn();
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("event-retention").daemon().factory());
        executor.scheduleWithFixedDelay(
                this::turnOrSaySo, PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
        running = executor;
    }

    private void turnOrSaySo() {
        try {
            turn();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn(
                    "Partitions of events were not turned; next try in {}: {}",
                    PERIOD,
                    e.getMessage());
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

    /** Before the web server takes its first poll. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE / 2;
    }
}
