package dev.platte.web.health;

import dev.platte.web.chart.TimeChart;
import dev.platte.web.chart.TimePlot;
import dev.platte.web.health.Vitals.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/**
 * What became of polls lately, as figures and charts.
 *
 * @param samples by time, at least one
 */
record Lately(List<Sample> samples) {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    Lately {
        samples = List.copyOf(samples);
    }

    private Sample last() {
        return samples.getLast();
    }

    /** The newest that is a minute old, or the oldest. */
    private Sample minuteAgo() {
        Instant then = last().at().minus(MINUTE);
        return samples.reversed().stream()
                .filter(each -> !each.at().isAfter(then))
                .findFirst()
                .orElse(samples.getFirst());
    }

    /** Polls in a second, on the average of the last minute. */
    public String pollsPerSecond() {
        double rate = perSecond(minuteAgo(), last());
        return String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%,.0f", rate);
    }

    /** Polls in one transaction, on the average of the last minute. */
    public String batch() {
        double writes = last().writes() - minuteAgo().writes();
        return writes == 0
                ? "–"
                : String.format(
                        Locale.ROOT, "%,.1f", (last().written() - minuteAgo().written()) / writes);
    }

    /** Milliseconds of one transaction, on the average of the last minute. */
    public String writeMillis() {
        double writes = last().writes() - minuteAgo().writes();
        return writes == 0 ? "–" : String.format(Locale.ROOT, "%,.1f", millis(minuteAgo(), last()));
    }

    public long waiting() {
        return Math.round(last().waiting());
    }

    /** Polls that were sent away since the first sample. */
    public long refused() {
        return Math.round(last().refused() - samples.getFirst().refused());
    }

    public long polls() {
        return Math.round(last().polls());
    }

    /** Polls and transactions over time; none while there is nothing to draw. */
    public List<TimeChart> charts() {
        if (samples.size() < 3) {
            return List.of();
        }
        Map<Instant, Double> polls = values((from, to) -> 60 * perSecond(from, to));
        Map<Instant, Double> writes = values(Lately::millis);
        return List.of(
                chart("Polls", "a minute", "Polls", "updated", polls),
                chart("Time of one transaction", "ms", "Mean", "begun", writes));
    }

    private TimeChart chart(
            String title, String unit, String name, String style, Map<Instant, Double> values) {
        double most = values.values().stream().mapToDouble(each -> each).max().orElse(0);
        return TimePlot.ofCounts(
                        title,
                        unit,
                        samples.getFirst().at(),
                        last().at(),
                        Math.max(4, (long) Math.ceil(most)))
                .line(name, style, values)
                .chart();
    }

    private Map<Instant, Double> values(ToDoubleBiFunction<Sample, Sample> between) {
        Map<Instant, Double> values = new TreeMap<>();
        List<Sample> all = new ArrayList<>(samples);
        for (int i = 1; i < all.size(); i++) {
            values.put(all.get(i).at(), between.applyAsDouble(all.get(i - 1), all.get(i)));
        }
        return values;
    }

    private static double perSecond(Sample from, Sample to) {
        double seconds = Duration.between(from.at(), to.at()).toMillis() / 1000.0;
        return seconds <= 0 ? 0 : (to.polls() - from.polls()) / seconds;
    }

    private static double millis(Sample from, Sample to) {
        double writes = to.writes() - from.writes();
        return writes == 0 ? 0 : 1000 * (to.seconds() - from.seconds()) / writes;
    }
}
