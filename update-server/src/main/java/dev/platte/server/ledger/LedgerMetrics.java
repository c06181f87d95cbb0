package dev.platte.server.ledger;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
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
                        .register(meters);
        this.times =
                Timer.builder("platte.ledger.write")
                        .description("time of one transaction")
                        .register(meters);
        meters.gauge("platte.ledger.waiting", waiting, supplier -> supplier.get().doubleValue());
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

    /** The codes are few: those of {@link UnwritableException}. */
    void refused(String code) {
        meters.counter("platte.ledger.refused", "code", code).increment();
    }
}
