package dev.platte.server.poll;

import dev.platte.db.fleet.Fleet;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * The pace that the fleet needs now. It is looked at once a minute: a fleet grows slowly, and each
 * server of a database comes to the same by itself.
 */
@Component
final class FleetPace implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(FleetPace.class);
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final int BEFORE_THE_WEB_SERVER = 0;

    private final Fleet fleet;
    private final Pace pace;
    private volatile Optional<Duration> wanted = Optional.empty();
    private volatile @Nullable ScheduledExecutorService running;

    FleetPace(Fleet fleet, PaceSettings settings, MeterRegistry meters) {
        this.fleet = fleet;
        this.pace = new Pace(settings.pollsPerSecond());
        Gauge.builder("platte.poll.interval", () -> wanted.orElse(Duration.ZERO).toSeconds())
                .baseUnit("seconds")
                .description("what hosts are asked to wait between polls; 0: nothing is asked")
                .strongReference(true)
                .register(meters);
    }

    /** What hosts are asked to wait between two polls; empty: they keep their own rhythm. */
    Optional<Duration> wanted() {
        return wanted;
    }

    void refresh() {
        wanted = pace.of(fleet.size());
    }

    private void tryRefresh() {
        try {
            refresh();
        } catch (DataAccessException e) {
            LOG.warn("the fleet was not counted; its pace stays: {}", e.getMessage());
        }
    }

    /** The first look is before the first poll: a server that starts may be one that was missed. */
    @Override
    public void start() {
        tryRefresh();
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("fleet-pace").daemon().factory());
        executor.scheduleWithFixedDelay(
                this::tryRefresh, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
        running = executor;
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

    @Override
    public int getPhase() {
        return BEFORE_THE_WEB_SERVER;
    }
}
