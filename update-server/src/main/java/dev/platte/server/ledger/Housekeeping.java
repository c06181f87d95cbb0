package dev.platte.server.ledger;

import dev.platte.db.fleet.Samples;
import dev.platte.db.retention.Keeping;
import dev.platte.db.rollout.Completion;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * What has to be done now and then, whoever asks: leases end, rollouts complete, samples are taken,
 * hosts that are gone are retired and later forgotten. Every replica does all of it; locks of the
 * database see to it that nothing is done twice, so none of them has to lead.
 */
@Component
final class Housekeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private static final Duration REAP = Duration.ofSeconds(10);
    private static final Duration COMPLETE = Duration.ofSeconds(30);
    private static final Duration SAMPLE = Duration.ofMinutes(1);
    private static final Duration RETIRE = Duration.ofHours(1);

    private final Reaper reaper;
    private final Completion completion;
    private final Samples samples;
    private final Departures departures;
    private final InstantSource time;
    private volatile @Nullable ScheduledExecutorService running;

    Housekeeping(
            Reaper reaper,
            Completion completion,
            Samples samples,
            Departures departures,
            InstantSource time) {
        this.reaper = reaper;
        this.completion = completion;
        this.samples = samples;
        this.departures = departures;
        this.time = time;
    }

    @Bean
    static Keeping silentHosts(LedgerSettings settings) {
        return new Keeping(
                "Hosts that are silent",
                settings.retireAfter(),
                "platte.ledger.retire-after",
                "They are retired: counted no more, and back with their next poll.");
    }

    @Override
    public void start() {
        ScheduledExecutorService executor =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().name("housekeeping").daemon().factory());
        every(executor, REAP, "leases were not ended", reaper::reap);
        every(executor, COMPLETE, "rollouts were not completed", completion::completeFinished);
        every(executor, SAMPLE, "no sample was taken", () -> samples.take(time.instant()));
        every(executor, RETIRE, "silent hosts were not retired or forgotten", departures::run);
        running = executor;
    }

    static void every(
            ScheduledExecutorService executor, Duration period, String failure, Runnable work) {
        executor.scheduleWithFixedDelay(
                () -> {
                    try {
                        work.run();
                    } catch (DataAccessException | TransactionException e) {
                        LOG.warn("{}; next try in {}: {}", failure, period, e.getMessage());
                    } catch (IllegalStateException | IllegalArgumentException e) {
                        // A broken promise of ours must not end all later runs unseen.
                        LOG.error("{}", failure, e);
                    }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
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
