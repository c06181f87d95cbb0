package dev.platte.client.cli;

import dev.platte.client.agent.Situation;
import dev.platte.client.agent.State;
import dev.platte.client.agent.Watcher;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows an update as it goes: on a terminal one line that is drawn over, with rate and remaining
 * time; elsewhere a plain line for each state and each tenth of the download.
 */
final class ProgressLines implements Watcher {
    private static final int WIDTH = 30;
    private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();

    private final PrintWriter out;
    private final boolean terminal;
    private final LongSupplier nanos;

    private String status = "";
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

    @Override
    public void changed(State state, Situation situation) {
        if (situation.status().equals(status)) {
            return;
        }
        status = situation.status();
        String words =
                switch (state) {
                    case State.Resting _ -> "";
                    case State.Checking _ -> "checking for an update";
                    case State.Offered(var offer, _) ->
                            "%s is offered, %s".formatted(offer.name(), bytes(offer.size()));
                    case State.Downloading(var offer, long received, _) ->
                            received == 0
                                    ? "installing " + offer.name()
                                    : "going on with %s at %s"
                                            .formatted(offer.name(), bytes(received));
                    case State.Verifying _ -> "reading the slot back";
                    case State.Finalizing _ -> "making the new slot the next to boot";
                    case State.Reporting _ -> "telling the server of the failure";
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
