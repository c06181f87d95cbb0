package dev.platte.client.cli;

import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import dev.platte.client.agent.Watcher;
import dev.platte.client.control.RunningAgent;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows an update as it goes: on a terminal one line that is drawn over, with rate and remaining
 * time; elsewhere a plain line for each phase and each tenth of the download.
 */
final class ProgressLines implements Watcher, RunningAgent.Ear {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanos;

    private String phase = "";
    private long firstBytes = -1;
    private long firstNanos;
    private long drawnNanos;
    private long tenths;
    private boolean lineOpen;

    ProgressLines(PrintWriter out, boolean terminal, LongSupplier nanos) {
        this.out = out;
        this.terminal = terminal;
        this.nanos = nanos;
    }

    /** On this process's terminal, or wherever its output goes. */
    static ProgressLines on(PrintWriter out) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new ProgressLines(out, terminal, System::nanoTime);
    }

    @Override
    public void changed(State state, Situation situation) {
        standing(situation);
    }

    @Override
    public void standing(Situation situation) {
        String now = situation.now().phase();
        if (now.equals(phase)) {
            return;
        }
        phase = now;
        String words =
                switch (now) {
                    case "checking" -> "checking for an update";
                    case "offered" ->
                            "%s, %s"
                                    .formatted(
                                            situation.reason(), bytes(situation.update().size()));
                    case "downloading", "verifying", "finalizing" -> situation.reason();
                    case "reporting" -> "telling the server of the failure";
                    default -> "";
                };
        if (!words.isEmpty()) {
            endLine();
            out.println(words);
            out.flush();
        }
    }

    @Override
    public void progressed(long received, long total) {
        long now = nanos.getAsLong();
        if (firstBytes < 0) {
            firstBytes = received;
            firstNanos = now;
        }
        if (terminal) {
            if (now - drawnNanos >= REDRAW_NANOS || received == total) {
                drawnNanos = now;
                out.print(
                        "\r"
                                + bar(received, total)
                                + "  "
                                + pace(received, total, now)
                                + "\u001b[K");
                out.flush();
                lineOpen = true;
            }
        } else if (received * 10 / total > tenths) {
            tenths = received * 10 / total;
            out.printf("%3d %%  %s%n", tenths * 10, pace(received, total, now));
            out.flush();
        }
    }

    private void endLine() {
        if (lineOpen) {
            out.println();
            lineOpen = false;
        }
    }

    private static String bar(long received, long total) {
        int full = (int) (received * WIDTH / total);
        return "[%s%s] %3d %%"
                .formatted("#".repeat(full), ".".repeat(WIDTH - full), received * 100 / total);
    }

    private String pace(long received, long total, long now) {
        String of = "%s of %s".formatted(bytes(received), bytes(total));
        double seconds = (now - firstNanos) / 1e9;
        double rate = (received - firstBytes) / seconds;
        if (seconds <= 0 || rate <= 0) {
            return of;
        }
        long left = Math.round((total - received) / rate);
        return "%s  %s/s  %d:%02d left".formatted(of, bytes((long) rate), left / 60, left % 60);
    }

    private static String bytes(long count) {
        if (count < 1_000_000) {
            return String.format(Locale.ROOT, "%.1f kB", count / 1e3);
        }
        return count < 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f MB", count / 1e6)
                : String.format(Locale.ROOT, "%.2f GB", count / 1e9);
    }
}
