package dev.platte.web.rollout;

import dev.platte.web.fleet.Counts;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the hosts of a group, on one architecture, are on the way to a version.
 *
 * @param hosts all of them
 * @param there those that run it
 * @param moving those that are being moved
 * @param hurt those that failed, fell back or timed out
 */
public record Progress(long hosts, long there, long moving, long hurt) {

    /** In percent; one host among millions can be seen. */
    private static final double THINNEST = 0.6;

    /**
     * One part of the bar.
     *
     * @param name the CSS class
     * @param word what its hosts are
     */
    public record Part(String name, String word, long hosts, double from, double width) {}

    static Progress of(Counts counts, String version) {
        Counts there = counts.at(version);
        Counts others = counts.where(row -> !row.kind().version().equals(version));
        return new Progress(counts.hosts(), there.hosts(), others.moving(), others.hurt());
    }

    /** Those that have not been reached. */
    public long left() {
        return Math.max(0, hosts - there - moving - hurt);
    }

    /** Those that are there, in whole percent; 100 only when all are. */
    public int percent() {
        return hosts == 0 ? 0 : (int) (100 * there / hosts);
    }

    /** The bar, without empty parts. */
    public List<Part> bar() {
        List<Part> parts = new ArrayList<>();
        add(parts, "there", "updated", there);
        add(parts, "moving", "on their way", moving);
        add(parts, "hurt", "failed", hurt);
        return List.copyOf(parts);
    }

    private void add(List<Part> parts, String name, String word, long some) {
        if (some > 0) {
            double from = parts.isEmpty() ? 0 : parts.getLast().from() + parts.getLast().width();
            double width = Math.max(THINNEST, 100.0 * some / hosts);
            parts.add(new Part(name, word, some, from, Math.min(width, 100 - from)));
        }
    }
}
