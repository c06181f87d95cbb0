package dev.platte.ctl.output;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/**
 * How far a long step is. On a terminal one line is drawn again up to ten times a second: bar,
 * share, rate, time left. Elsewhere a line is printed at each tenth, so that a log stays short.
 */
public final class Progress implements AutoCloseable {
    private static final Duration REDRAW = Duration.ofMillis(100);
    private static final int BAR = 30;
    private static final double MEBI = 1 << 20;

    private final PrintWriter out;
    private final Terminal terminal;
    private final boolean silent;
    private final String what;
    private final long total;
    private final Instant start;
    private Instant drawn = Instant.MIN;
    private long tenths;

    Progress(PrintWriter out, Terminal terminal, boolean silent, String what, long total) {
        this.out = out;
        this.terminal = terminal;
        this.silent = silent;
        this.what = what;
        this.total = total;
        this.start = terminal.clock().instant();
    }

    /** So many bytes of the total are done. */
    public void at(long done) {
        if (silent || total <= 0) {
            return;
        }
        if (terminal.isInteractive()) {
            draw(done);
        } else if (done * 10 / total > tenths) {
            tenths = done * 10 / total;
            out.println("%s: %s".formatted(what, figures(done, terminal.clock().instant())));
            out.flush();
        }
    }

    private void draw(long done) {
        Instant now = terminal.clock().instant();
        if (done < total && now.isBefore(drawn.equals(Instant.MIN) ? drawn : drawn.plus(REDRAW))) {
            return;
        }
        drawn = now;
        int full = (int) (BAR * Math.min(done, total) / total);
        out.print(
                "\r%s [%s%s] %s\033[K"
                        .formatted(
                                what,
                                "#".repeat(full),
                                ".".repeat(BAR - full),
                                figures(done, now)));
        out.flush();
    }

    private String figures(long done, Instant now) {
        double seconds = Math.max(0.001, Duration.between(start, now).toMillis() / 1000.0);
        double rate = done / seconds;
        String left = done == 0 ? "-" : time((long) Math.ceil((total - done) / rate));
        return String.format(
                Locale.ROOT,
                "%3d%% %.0f MiB, %.1f MiB/s, %s left",
                done * 100 / total,
                done / MEBI,
                rate / MEBI,
                left);
    }

    private static String time(long seconds) {
        return seconds >= 60
                ? "%d min %02d s".formatted(seconds / 60, seconds % 60)
                : seconds + " s";
    }

    /** Ends the drawn line. */
    @Override
    public void close() {
        if (!silent && terminal.isInteractive() && !drawn.equals(Instant.MIN)) {
            out.println();
            out.flush();
        }
    }
}
