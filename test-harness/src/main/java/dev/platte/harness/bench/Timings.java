package dev.platte.harness.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * How long it took to have the same question answered again and again, in milliseconds.
 *
 * @param most of the slowest answer
 */
record Timings(double median, double p95, double most) {
    /** What {@link #columns} are. */
    static final String HEAD = "%9s %9s %9s".formatted("p50 (ms)", "p95 (ms)", "most (ms)");

    static Timings of(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return new Timings(
                sorted[sorted.length / 2] / 1e6,
                sorted[sorted.length * 95 / 100] / 1e6,
                sorted[sorted.length - 1] / 1e6);
    }

    String columns() {
        return String.format(Locale.ROOT, "%9.2f %9.2f %9.2f", median, p95, most);
    }

    /** Fields of a JSON object. */
    String json() {
        return String.format(
                Locale.ROOT,
                "\"p50Millis\": %.3f, \"p95Millis\": %.3f, \"mostMillis\": %.3f",
                median,
                p95,
                most);
    }

    /** Whether all of them were quick enough, and which were not. */
    static String verdict(Map<String, Timings> all, double aimMillis) {
        List<String> late =
                all.entrySet().stream()
                        .filter(one -> one.getValue().p95 >= aimMillis)
                        .map(Map.Entry::getKey)
                        .toList();
        return String.format(
                Locale.ROOT,
                "aim: each p95 under %.0f ms: %s",
                aimMillis,
                late.isEmpty() ? "met" : "MISSED by " + String.join(", ", late));
    }
}
