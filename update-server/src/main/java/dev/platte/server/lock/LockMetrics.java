package dev.platte.server.lock;

import dev.platte.db.lock.LockBook;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.lock.LockSlot;
import dev.platte.db.rounds.Round;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How lock groups stand, for Prometheus: under our names, and under airlock's where they mean the
 * same, so that its dashboards and alerts go on.
 */
@Configuration(proxyBeanMethods = false)
class LockMetrics {

    private static final Duration PERIOD = Duration.ofSeconds(30);

    @Bean
    Round lockMeters(LockGroups groups, LockBook book, MeterRegistry meters, InstantSource time) {
        Gauges gauges = new Gauges(meters, time);
        return new Round(
                "lock groups were not counted",
                PERIOD,
                () -> gauges.show(groups.list().stream().map(book::standing).toList()));
    }

    /** The gauges of all groups. */
    static final class Gauges {

        private final InstantSource time;
        private final List<Gauge> all;

        private record Gauge(MultiGauge rows, ToDoubleFunction<LockBook.Standing> value) {}

        Gauges(MeterRegistry meters, InstantSource time) {
            this.time = time;
            this.all =
                    List.of(
                            gauge(
                                    meters,
                                    "platte.lock.limit",
                                    "hosts that may be down at once",
                                    LockBook.Standing::limit),
                            gauge(
                                    meters,
                                    "platte.lock.holders",
                                    "hosts that may be down",
                                    Gauges::holders),
                            gauge(
                                    meters,
                                    "platte.lock.settling",
                                    "slots that settle",
                                    s -> s.occupancy().taken() - holders(s)),
                            gauge(
                                    meters,
                                    "platte.lock.overdue",
                                    "hosts that should be back",
                                    s -> s.occupancy().overdue()),
                            gauge(
                                    meters,
                                    "platte.lock.waiting",
                                    "hosts that wait for a slot",
                                    LockBook.Standing::waiting),
                            gauge(
                                    meters,
                                    "platte.lock.failures",
                                    "hosts that fell back or were given up since it was resumed",
                                    s -> s.occupancy().failures()),
                            gauge(
                                    meters,
                                    "platte.lock.halted",
                                    "1: more failed than the group may bear",
                                    s -> s.occupancy().isSpent(s.group().rules()) ? 1 : 0),
                            gauge(
                                    meters,
                                    "platte.lock.frozen",
                                    "1: somebody froze it",
                                    s -> s.group().frozenReason() == null ? 0 : 1),
                            gauge(
                                    meters,
                                    "platte.lock.oldest.holder.seconds",
                                    "how long the longest holder has held its slot",
                                    this::oldest),
                            gauge(
                                    meters,
                                    "airlock.config.semaphore.slots",
                                    "slots of the group",
                                    LockBook.Standing::limit),
                            gauge(
                                    meters,
                                    "airlock.database.semaphore.slots",
                                    "slots of the group",
                                    LockBook.Standing::limit),
                            gauge(
                                    meters,
                                    "airlock.database.semaphore.lock.holders",
                                    "holders of slots",
                                    Gauges::holders));
        }

        private static Gauge gauge(
                MeterRegistry meters,
                String name,
                String description,
                ToDoubleFunction<LockBook.Standing> value) {
            return new Gauge(
                    MultiGauge.builder(name).description(description).register(meters), value);
        }

        void show(List<LockBook.Standing> groups) {
            for (Gauge gauge : all) {
                gauge.rows()
                        .register(
                                groups.stream()
                                        .<Row<?>>map(
                                                standing ->
                                                        Row.of(
                                                                Tags.of(
                                                                        "group",
                                                                        standing.group().name()),
                                                                gauge.value()
                                                                        .applyAsDouble(standing)))
                                        .toList(),
                                true);
            }
        }

        private static double holders(LockBook.Standing standing) {
            return standing.slots().stream().filter(LockSlot::mayBeDown).count();
        }

        private double oldest(LockBook.Standing standing) {
            return standing.slots().stream()
                    .filter(LockSlot::mayBeDown)
                    .mapToDouble(
                            slot ->
                                    Duration.between(slot.since(), time.instant()).toMillis()
                                            / 1000.0)
                    .max()
                    .orElse(0);
        }
    }
}
