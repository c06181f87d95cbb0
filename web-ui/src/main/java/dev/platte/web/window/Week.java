package dev.platte.web.window;

import dev.platte.policy.window.Windows;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Windows drawn on a week of a wall clock: a row for each day, hours from left to right.
 *
 * @param zone whose wall clock it is
 * @param always nothing is said: open at all times
 * @param closed stretches of dates that are not over yet
 */
public record Week(String zone, boolean always, List<Day> days, List<Windows.Closed> closed) {

    private static final double MINUTES = 24 * 60;

    public Week {
        days = List.copyOf(days);
        closed = List.copyOf(closed);
    }

    /**
     * One day.
     *
     * @param now how much of it is over, in percent; absent: it is not today
     */
    public record Day(String name, List<Span> spans, @Nullable Double now) {
        public Day {
            spans = List.copyOf(spans);
        }
    }

    /** Open, in percent of the day. */
    public record Span(double from, double width, String label) {}

    public static Week of(Windows windows, Instant now) {
        ZonedDateTime here = now.atZone(windows.zone());
        LocalDate today = here.toLocalDate();
        boolean always = windows.weekly().isEmpty();
        List<Day> days =
                Arrays.stream(DayOfWeek.values())
                        .map(
                                day ->
                                        new Day(
                                                day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH),
                                                always
                                                        ? List.of(new Span(0, 100, "at all times"))
                                                        : spans(windows, day),
                                                day == today.getDayOfWeek()
                                                        ? part(here.toLocalTime())
                                                        : null))
                        .toList();
        return new Week(
                windows.zone().getId(),
                always,
                days,
                windows.closed().stream().filter(span -> !span.last().isBefore(today)).toList());
    }

    private static List<Span> spans(Windows windows, DayOfWeek day) {
        List<Span> spans = new ArrayList<>();
        for (Windows.Weekly window : windows.weekly()) {
            String label = window.from() + " to " + window.to();
            boolean overnight = !window.from().isBefore(window.to());
            if (window.days().contains(day)) {
                double from = part(window.from());
                spans.add(new Span(from, (overnight ? 100 : part(window.to())) - from, label));
            }
            if (overnight && window.days().contains(day.minus(1)) && part(window.to()) > 0) {
                spans.add(new Span(0, part(window.to()), label));
            }
        }
        return spans;
    }

    private static double part(LocalTime time) {
        return 100 * time.toSecondOfDay() / 60.0 / MINUTES;
    }
}
