package dev.platte.server.ledger;

import dev.platte.server.commit.UnwritableException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.function.Supplier;

/** How busy the ledger is. */
final class LedgerMetrics {

    /** One write of a batch. */
    interface Write<R> {
        R run() throws UnwritableException;
    }

    private final MeterRegistry meters;
    private final DistributionSummary sizes;
    private final Timer times;

    LedgerMetrics(MeterRegistry meters, Supplier<Number> waiting) {
        this.meters = meters;
        this.sizes =
                DistributionSummary.builder("platte.ledger.batch")
                        .description("polls of one transaction")
                        .serviceLevelObjectives(1, 10, 50, 100, 250, 500)
                        .register(meters);
        this.times =
                Timer.builder("platte.ledger.write")
                        .description("time of one transaction")
                        .serviceLevelObjectives(
                                Duration.ofMillis(5),
                                Duration.ofMillis(20),
                                Duration.ofMillis(100),
                                Duration.ofMillis(500),
                                Duration.ofSeconds(2),
                                Duration.ofSeconds(10))
                        .register(meters);
        // From zero on, so that the first refusals are a rise.
        UnwritableException.CODES.forEach(this::refusals);
        // Nothing else holds the supplier: weakly held, it would soon be gone, and the gauge NaN.
        Gauge.builder("platte.ledger.waiting", waiting)
                .description("polls that wait to be written")
                .strongReference(true)
                .register(meters);
    }

    <R> R timed(int size, Write<R> write) throws UnwritableException {
        Timer.Sample sample = Timer.start(meters);
        try {
            return write.run();
        } finally {
            sample.stop(times);
            sizes.record(size);
        }
    }

    void refused(String code) {
        refusals(code).increment();
    }

    private Counter refusals(String code) {
        return meters.counter("platte.ledger.refused", "code", code);
    }
}
