package dev.platte.web.group;

import dev.platte.db.fleet.Samples;
import dev.platte.db.fleet.Samples.HostSample;
import dev.platte.db.rollout.Group;
import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.Version;
import dev.platte.web.chart.TimeChart;
import dev.platte.web.chart.TimePlot;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The versions of a group's hosts over time. */
final class GroupFigures {

    /** Those with the most hosts; the others are one line. */
    private static final int MOST_VERSIONS = 5;

    private GroupFigures() {}

    /** How far back somebody looks; kept in the address, so that it can be passed on. */
    enum Period {
        DAY(Duration.ofDays(1), Duration.ofMinutes(30), "24 hours"),
        WEEK(Duration.ofDays(7), Duration.ofHours(4), "7 days"),
        MONTH(Duration.ofDays(30), Duration.ofDays(1), "30 days"),
        YEAR(Duration.ofDays(365), Duration.ofDays(7), "1 year");

        private final Duration length;
        private final Duration step;
        private final String words;

        Period(Duration length, Duration step, String words) {
            this.length = length;
            this.step = step;
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    static TimeChart versions(Samples samples, Group group, Period period, Instant now) {
        List<HostSample> found =
                samples.ofHosts(
                        group.applicationId(),
                        group.id(),
                        now.minus(period.length),
                        now,
                        period.step);
        Map<String, Long> most =
                found.stream()
                        .collect(
                                Collectors.groupingBy(
                                        HostSample::version,
                                        Collectors.summingLong(HostSample::hosts)));
        List<String> shown =
                most.entrySet().stream()
                        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                        .limit(MOST_VERSIONS)
                        .map(Map.Entry::getKey)
                        .sorted(
                                Comparator.comparing(
                                        version -> Version.of(version).readable().orElse(null),
                                        Comparator.nullsLast(
                                                Comparator.<ReadableVersion>reverseOrder())))
                        .toList();
        TreeSet<Instant> times =
                found.stream().map(HostSample::at).collect(Collectors.toCollection(TreeSet::new));
        long top =
                times.stream()
                        .mapToLong(at -> sum(found, at, shown, true) + sum(found, at, shown, false))
                        .max()
                        .orElse(0);
        Instant from = times.isEmpty() ? now.minus(period.length) : times.first();
        TimePlot plot = TimePlot.ofCounts("Hosts by version", "hosts", from, now, top);
        for (int i = shown.size() - 1; i >= 0; i--) {
            String version = shown.get(i);
            Map<Instant, Double> values = new HashMap<>();
            times.forEach(at -> values.put(at, (double) sum(found, at, List.of(version), true)));
            plot.area(version, "version-" + i, values);
        }
        if (most.size() > shown.size()) {
            Map<Instant, Double> values = new HashMap<>();
            times.forEach(at -> values.put(at, (double) sum(found, at, shown, false)));
            plot.area("others", "version-others", values);
        }
        return plot.chart();
    }

    private static long sum(
            List<HostSample> samples, Instant at, List<String> versions, boolean among) {
        return samples.stream()
                .filter(sample -> sample.at().equals(at))
                .filter(sample -> versions.contains(sample.version()) == among)
                .mapToLong(HostSample::hosts)
                .sum();
    }
}
