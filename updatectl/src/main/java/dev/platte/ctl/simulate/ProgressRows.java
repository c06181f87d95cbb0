package dev.platte.ctl.simulate;

import dev.platte.ctl.api.Session;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** How far a simulation is, one row at a time. */
final class ProgressRows {
    private static final int HEADING_EVERY = 20;
    private static final int MOST_VERSIONS = 3;

    private final Session session;
    private int rows;
    private long polls;
    private double seconds;

    ProgressRows(Session session) {
        this.session = session;
    }

    void add(Picture now) {
        if (rows++ % HEADING_EVERY == 0) {
            session.note(
                    "   time  polls/s  p50 ms  p99 ms     503    idle  downl.  reboot    hurt  silent"
                            + "  updated  failed  versions");
        }
        double passed = Math.max(0.001, now.seconds() - seconds);
        session.note(
                String.format(
                        Locale.ROOT,
                        "%7.0f %8.0f %7.1f %7.1f %7d %7d %7d %7d %7d %7d %8d %7d  %s",
                        now.seconds(),
                        (now.sums().polls() - polls) / passed,
                        now.medianMillis(),
                        now.slowMillis(),
                        now.sums().refused(),
                        now.at(Stage.IDLE),
                        now.at(Stage.DOWNLOADING),
                        now.at(Stage.WAITING),
                        now.at(Stage.HURT),
                        now.at(Stage.SILENT),
                        now.sums().updated(),
                        now.sums().failed(),
                        versions(now)));
        polls = now.sums().polls();
        seconds = now.seconds();
    }

    private static String versions(Picture now) {
        return now.versions().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .limit(MOST_VERSIONS)
                .map(one -> one.getKey() + " " + one.getValue())
                .collect(Collectors.joining(", "));
    }
}
