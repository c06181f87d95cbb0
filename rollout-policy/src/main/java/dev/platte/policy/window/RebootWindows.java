package dev.platte.policy.window;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a host may reboot: while any of several windows is open, except on some dates.
 *
 * @param zone in which the windows begin, and the dates are closed
 * @param windows at most 100; none: at all times
 * @param closed dates on which nothing is open, also not the rest of yesterday's window
 */
public record RebootWindows(ZoneId zone, List<Periodic> windows, List<Windows.Closed> closed) {

    /** More openings are not looked at: each is closed by dates of the next years. */
    private static final int OPENINGS = 4_000;

    public RebootWindows {
        windows = List.copyOf(windows);
        closed = List.copyOf(closed);
        if (windows.size() > 100 || closed.size() > 100) {
            throw new IllegalArgumentException("at most 100 windows and 100 spans of closed dates");
        }
    }

    /** At all times. */
    public static RebootWindows always(ZoneId zone) {
        return new RebootWindows(zone, List.of(), List.of());
    }

    /** Whether a host may reboot at an instant. */
    public boolean isOpen(Instant now) {
        return !isClosedDate(now)
                && (windows.isEmpty()
                        || windows.stream().anyMatch(one -> one.open(now, zone).isPresent()));
    }

    /**
     * Until when it stays open, through windows that follow each other without a gap.
     *
     * @return {@code now} when it is closed; {@link Instant#MAX} when it stays open for ever, or
     *     for longer than a year
     */
    public Instant openUntil(Instant now) {
        if (!isOpen(now)) {
            return now;
        }
        Instant end = windows.isEmpty() ? Instant.MAX : now;
        Instant far = now.plus(Duration.ofDays(366));
        while (end.isBefore(far)) {
            Instant reached = end;
            Optional<Instant> longest =
                    windows.stream()
                            .flatMap(one -> one.open(reached, zone).stream())
                            .map(Periodic.Period::end)
                            .max(Comparator.naturalOrder());
            if (longest.isEmpty()) {
                break;
            }
            end = longest.get();
        }
        Instant last = end.isBefore(far) ? end : Instant.MAX;
        return closed.stream()
                .map(span -> span.first().atStartOfDay(zone).toInstant())
                .filter(start -> start.isAfter(now))
                .min(Comparator.naturalOrder())
                .filter(start -> start.isBefore(last))
                .orElse(last);
    }

    /**
     * The first instant, {@code now} or later, at which a host may reboot; empty if none is found:
     * every window of the next years lies in closed dates.
     */
    public Optional<Instant> nextOpen(Instant now) {
        Instant at = now;
        for (int i = 0; i < OPENINGS; i++) {
            if (isOpen(at)) {
                return Optional.of(at);
            }
            Optional<Instant> next = edgeAfter(at);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.empty();
    }

    /** The next instant at which something may open: a window begins, closed dates end. */
    private Optional<Instant> edgeAfter(Instant at) {
        LocalDate date = LocalDate.ofInstant(at, zone);
        Stream<Instant> ends =
                closed.stream()
                        .filter(span -> span.covers(date))
                        .map(span -> span.last().plusDays(1).atStartOfDay(zone).toInstant())
                        .filter(end -> end.isAfter(at));
        Optional<Instant> reopened = ends.max(Comparator.naturalOrder());
        if (reopened.isPresent()) {
            // Nothing opens before the dates are over.
            return reopened;
        }
        return windows.stream()
                .map(one -> one.next(at, zone).start())
                .min(Comparator.naturalOrder());
    }

    private boolean isClosedDate(Instant now) {
        LocalDate date = LocalDate.ofInstant(now, zone);
        return closed.stream().anyMatch(span -> span.covers(date));
    }
}
