package dev.platte.web.health;

import dev.platte.db.rounds.Round;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/**
 * What this server counted in the last hour, from the same meters that monitoring reads: a sample
 * every ten seconds, in memory.
 */
@Component
final class Vitals {

    private static final Duration STEP = Duration.ofSeconds(10);
    private static final int KEPT = 360;

    private final MeterRegistry meters;
    private final InstantSource time;
    private final Deque<Sample> samples = new ArrayDeque<>();

    Vitals(MeterRegistry meters, InstantSource time) {
        this.meters = meters;
        this.time = time;
    }

    @Bean
    static Round vitalsOfPages(Vitals vitals) {
        return new Round("no sample was taken of this server", STEP, vitals::take);
    }

    /**
     * What was counted until an instant, since the server started.
     *
     * @param polls answered
     * @param grants attempts that began
     * @param writes transactions of the ledger
     * @param written polls in them
     * @param seconds that they took
     * @param refused polls that were sent away
     * @param waiting polls that wait to be written, at that instant
     */
    record Sample(
            Instant at,
            double polls,
            double grants,
            double writes,
            double written,
            double seconds,
            double refused,
            double waiting) {}

    /** One now, too: a page that was just opened shows what is. */
    synchronized void take() {
        Sample now = now();
        if (samples.isEmpty() || now.at().isAfter(samples.getLast().at())) {
            samples.addLast(now);
        }
        while (samples.size() > KEPT) {
            samples.removeFirst();
        }
    }

    /** By time; the last one is of this moment. */
    synchronized List<Sample> lately() {
        take();
        return List.copyOf(samples);
    }

    private Sample now() {
        Timer write = meters.find("platte.ledger.write").timer();
        DistributionSummary batch = meters.find("platte.ledger.batch").summary();
        return new Sample(
                time.instant(),
                counted("platte.polls"),
                counted("platte.grants"),
                write == null ? 0 : write.count(),
                batch == null ? 0 : batch.totalAmount(),
                write == null ? 0 : write.totalTime(TimeUnit.SECONDS),
                counted("platte.ledger.refused"),
                gauge("platte.ledger.waiting"));
    }

    private double counted(String name) {
        return meters.find(name).counters().stream().mapToDouble(Counter::count).sum();
    }

    /** The sum of all gauges with this name; 0 where there is none. */
    double gauge(String name, String... tags) {
        return meters.find(name).tags(tags).gauges().stream()
                .mapToDouble(Gauge::value)
                .filter(value -> !Double.isNaN(value))
                .sum();
    }

    /** How long the process has run. */
    Duration uptime() {
        var uptime = meters.find("process.uptime").timeGauge();
        return uptime == null
                ? Duration.ZERO
                : Duration.ofMillis((long) uptime.value(TimeUnit.MILLISECONDS));
    }
}
