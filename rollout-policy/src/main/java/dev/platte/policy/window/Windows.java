package dev.platte.policy.window;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * When updates may begin: weekly windows on the wall clock of a time zone, except on some dates.
 *
 * <p>A window is open exactly while a clock on a wall in that zone shows a time within it. So
 * office hours stay office hours when daylight saving begins or ends: the night of the change has
 * an hour less or more. A window that lies wholly in the skipped hour does not open that day; one
 * in the repeated hour is open both times.
 *
 * @param zone an IANA zone, such as {@code Europe/Berlin}
 * @param weekly at most 100; none: open at all times
 * @param closed at most 100 spans of dates on which nothing is open, also not the rest of
 *     yesterday's window
 */
public record Windows(ZoneId zone, List<Weekly> weekly, List<Closed> closed) {

    /** Open at all times. */
    public static final Windows ALWAYS = new Windows(ZoneOffset.UTC, List.of(), List.of());

    /** No opening is looked for after so many dates; spans of closed dates count as one. */
    private static final int DATES = 1_000;

    /**
     * A window that opens on some days of each week.
     *
     * @param days the days on which it opens; at least one
     * @param from when it opens
     * @param to when it is closed again; at or before {@code from}: on the next day (equal: 24
     *     hours)
     */
    public record Weekly(Set<DayOfWeek> days, LocalTime from, LocalTime to) {

        public Weekly {
            days = Set.copyOf(days);
            if (days.isEmpty()) {
                throw new IllegalArgumentException("a weekly window opens on at least one day");
            }
        }

        private boolean shows(LocalDateTime wall) {
            LocalTime time = wall.toLocalTime();
            boolean today = days.contains(wall.getDayOfWeek());
            if (from.isBefore(to)) {
                return today && !time.isBefore(from) && time.isBefore(to);
            }
            boolean yesterday = days.contains(wall.getDayOfWeek().minus(1));
            return today && !time.isBefore(from) || yesterday && time.isBefore(to);
        }
    }

    /**
     * Dates on which nothing opens: the days before a holiday, the end of a quarter.
     *
     * @param first the first date
     * @param last the last date, not before the first
     * @param why for people
     */
    public record Closed(LocalDate first, LocalDate last, String why) {

        public Closed {
            if (last.isBefore(first)) {
                throw new IllegalArgumentException(
                        "closed dates end on " + last + ", before " + first);
            }
            if (first.getYear() < 1970 || last.getYear() > 9999) {
                throw new IllegalArgumentException(
                        "closed dates lie in 1970 to 9999, not " + first + " to " + last);
            }
        }

        boolean covers(LocalDate date) {
            return !date.isBefore(first) && !date.isAfter(last);
        }
    }

    public Windows {
        weekly = List.copyOf(weekly);
        closed = List.copyOf(closed);
        if (weekly.size() > 100 || closed.size() > 100) {
            throw new IllegalArgumentException(
                    "at most 100 weekly windows and 100 spans of closed dates");
        }
    }

    /** Whether updates may begin at an instant. */
    public boolean isOpen(Instant now) {
        if (weekly.isEmpty() && closed.isEmpty()) {
            return true;
        }
        LocalDateTime wall = LocalDateTime.ofInstant(now, zone);
        return closed.stream().noneMatch(span -> span.covers(wall.toLocalDate()))
                && (weekly.isEmpty() || weekly.stream().anyMatch(window -> window.shows(wall)));
    }

    /**
     * The first instant, {@code now} or later, at which a window is open; empty if none is found:
     * every window of the next years lies in closed dates.
     */
    public Optional<Instant> nextOpen(Instant now) {
        if (isOpen(now)) {
            return Optional.of(now);
        }
        // A clock set back over midnight shows yesterday again.
        LocalDate date = LocalDate.ofInstant(now, zone).minusDays(1);
        for (int i = 0; i < DATES; i++) {
            Optional<Instant> opening = opening(date, now);
            if (opening.isPresent()) {
                // Where the clock is set back over midnight, tomorrow begins before today ends.
                return Stream.concat(opening.stream(), opening(date.plusDays(1), now).stream())
                        .min(Instant::compareTo);
            }
            date = lastClosed(date).plusDays(1);
        }
        return Optional.empty();
    }

    /** The last date of the closed span that covers a date, or the date itself. */
    private LocalDate lastClosed(LocalDate date) {
        return closed.stream()
                .filter(span -> span.covers(date))
                .map(Closed::last)
                .max(LocalDate::compareTo)
                .orElse(date);
    }

    private Optional<Instant> opening(LocalDate date, Instant now) {
        return edges(date)
                .filter(edge -> edge.isAfter(now))
                .filter(this::isOpen)
                .min(Instant::compareTo);
    }

    /**
     * All instants of a date at which something may open: its midnight, its windows' beginnings,
     * its clock change.
     */
    private Stream<Instant> edges(LocalDate date) {
        Stream<LocalTime> times =
                Stream.concat(Stream.of(LocalTime.MIN), weekly.stream().map(Weekly::from));
        Instant midnight = date.atStartOfDay(zone).toInstant();
        Stream<Instant> changes =
                Stream.ofNullable(zone.getRules().nextTransition(midnight.minusNanos(1)))
                        .filter(change -> change.getDateTimeAfter().toLocalDate().isEqual(date))
                        .map(ZoneOffsetTransition::getInstant);
        return Stream.concat(changes, times.flatMap(time -> instants(date.atTime(time))));
    }

    /** A wall clock shows a time once, twice (the hour is repeated) or never (it is skipped). */
    private Stream<Instant> instants(LocalDateTime wall) {
        return zone.getRules().getValidOffsets(wall).stream().map(wall::toInstant);
    }
}
