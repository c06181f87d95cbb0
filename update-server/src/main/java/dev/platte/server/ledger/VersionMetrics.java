package dev.platte.server.ledger;

import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.VersionCount;
import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * How many hosts of each group are at which version, from the counters. Hosts say their versions
 * themselves: only those most hosts are at get a label of their own.
 */
@Component
final class VersionMetrics {

    /** Versions of a group that are told apart; more of them are {@link #OTHERS}. */
    static final int MOST_VERSIONS = 20;

    static final String OTHERS = "other";

    static final Duration PERIOD = Duration.ofSeconds(30);

    private final Fleet fleet;
    private final SnapshotSource snapshots;
    private final MultiGauge gauge;

    VersionMetrics(Fleet fleet, SnapshotSource snapshots, MeterRegistry meters) {
        this.fleet = fleet;
        this.snapshots = snapshots;
        this.gauge =
                MultiGauge.builder("platte.hosts")
                        .description("hosts of a group at a version")
                        .register(meters);
    }

    void refresh() {
        List<Row<?>> rows = new ArrayList<>();
        for (ApplicationSnapshot application : snapshots.current().applications()) {
            List<VersionCount> counts = fleet.versions(application.application().id());
            for (Group group : application.groups()) {
                Tags labels =
                        Tags.of(
                                "application",
                                application.application().appid(),
                                "group",
                                group.track());
                top(counts, group.id())
                        .forEach(
                                (version, hosts) ->
                                        rows.add(Row.of(labels.and("version", version), hosts)));
            }
        }
        gauge.register(rows, true);
    }

    /** The versions of a group, the most frequent first, the rest in one. */
    static Map<String, Long> top(List<VersionCount> counts, long group) {
        Map<String, Long> all = new LinkedHashMap<>();
        for (VersionCount count : counts) {
            if (count.groupId() != null && count.groupId() == group) {
                all.merge(count.version(), count.hosts(), Math::addExact);
            }
        }
        Map<String, Long> top = new LinkedHashMap<>();
        all.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder()))
                .forEach(
                        one ->
                                top.merge(
                                        top.size() < MOST_VERSIONS ? one.getKey() : OTHERS,
                                        one.getValue(),
                                        Math::addExact));
        return top;
    }
}
