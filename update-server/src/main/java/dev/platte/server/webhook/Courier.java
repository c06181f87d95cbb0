package dev.platte.server.webhook;

import dev.platte.db.feed.FeedTail;
import dev.platte.db.webhook.Delivery;
import dev.platte.db.webhook.Errand;
import dev.platte.db.webhook.Outbox;
import dev.platte.db.webhook.Result;
import dev.platte.server.edge.PlainRandom;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Takes messages out of the outbox and has them sent, a few webhooks at once. Every server does;
 * leases in the database see to it that each webhook is served by one at a time.
 */
@Component
final class Courier implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Courier.class);

    /** Also how long a repetition by hand waits that another server was asked for. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final Duration FIRST_WAIT = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);

    private final Outbox outbox;
    private final WebhookSettings settings;
    private final Postman postman;
    private final PlainRandom random;
    private final MeterRegistry metrics;
    private final Semaphore news = new Semaphore(0);

    private volatile @Nullable Run run;

    /**
     * @param free how many more webhooks may be served now
     */
    private record Run(ExecutorService threads, Semaphore free) {}

    Courier(
            Outbox outbox,
            WebhookSettings settings,
            Postman postman,
            PlainRandom random,
            FeedTail tail,
            MeterRegistry metrics) {
        this.outbox = outbox;
        this.settings = settings;
        this.postman = postman;
        this.random = random;
        this.metrics = metrics;
        tail.whenGrown(news::release);
    }

    @Override
    public void start() {
        Run starting =
                new Run(
                        Executors.newThreadPerTaskExecutor(
                                Thread.ofVirtual().name("courier-", 0).factory()),
                        new Semaphore(settings.atOnce()));
        run = starting;
        starting.threads().execute(() -> work(starting));
    }

    private void work(Run mine) {
        try {
            while (run == mine) {
                mine.free().acquire();
                Optional<Errand> errand = take();
                if (errand.isPresent()) {
                    mine.threads().execute(() -> serve(mine, errand.get()));
                } else {
                    mine.free().release();
                    news.tryAcquire(LOOK.toMillis(), TimeUnit.MILLISECONDS);
                    news.drainPermits();
                }
            }
        } catch (InterruptedException e) {
            // stop() asks so.
            Thread.currentThread().interrupt();
        } catch (RejectedExecutionException e) {
            LOG.debug("ended while an errand was taken; its lease ends by itself", e);
        }
    }

    private Optional<Errand> take() {
        try {
            return outbox.take();
        } catch (DataAccessException | TransactionException e) {
            LOG.warn("Messages to other systems wait: {}; next look in {}", e.getMessage(), LOOK);
            return Optional.empty();
        }
    }

    private void serve(Run mine, Errand errand) {
        try {
            for (Delivery message : errand.messages()) {
                Result result = postman.send(errand, message);
                count(result);
                if (!outbox.settle(
                        errand, message, result, wait(message.tries()), settings.patience())) {
                    return;
                }
            }
            outbox.done(errand);
        } catch (DataAccessException | TransactionException e) {
            // Receivers know the message by its id when it comes again.
            LOG.warn(
                    "What came of a message to {} was not noted, it is sent again: {}",
                    errand.webhook().name(),
                    e.getMessage());
        } finally {
            mine.free().release();
            news.release();
        }
    }

    private void count(Result result) {
        metrics.counter(
                        "platte.webhook.messages",
                        "outcome",
                        result.failure() == null ? "taken" : "failed")
                .increment();
    }

    /**
     * Twice as long each time, a fifth more or less: of many that failed together few come back.
     */
    private Duration wait(int tries) {
        long seconds =
                Math.min(LONGEST_WAIT.toSeconds(), FIRST_WAIT.toSeconds() << Math.min(tries, 20));
        return Duration.ofMillis((long) (seconds * 1000 * random.nextDouble(0.8, 1.2)));
    }

    @Override
    public void stop() {
        Run ending = run;
        if (ending == null) {
            return;
        }
        run = null;
        news.release();
        ending.threads().shutdown();
        try {
            if (!ending.threads()
                    .awaitTermination(Postman.LONGEST.toSeconds() + 1, TimeUnit.SECONDS)) {
                ending.threads().shutdownNow();
            }
        } catch (InterruptedException e) {
            ending.threads().shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return run != null;
    }
}
