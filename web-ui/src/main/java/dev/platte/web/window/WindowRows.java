package dev.platte.web.window;

import dev.platte.policy.window.Windows;
import dev.platte.web.form.Sent;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Stream;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Windows as rows of a form; the last of each kind is empty, to be filled in. What is sent becomes
 * the document that the API takes, which is where it is read and refused.
 *
 * @param zone whose wall clock it is, as people write it
 */
public record WindowRows(String zone, List<Weekly> weekly, List<Closed> closed) {

    /** So many rows are read of each kind; the windows may have as many. */
    private static final int ROWS = 101;

    public WindowRows {
        weekly = List.copyOf(weekly);
        closed = List.copyOf(closed);
    }

    /** A window in a row. */
    public record Weekly(List<String> days, String from, String to) {
        public Weekly {
            days = List.copyOf(days);
        }
    }

    /** A stretch of closed dates in a row. */
    public record Closed(String first, String last, String why) {}

    public static WindowRows of(Windows windows) {
        String zone = windows.zone().getId();
        return new WindowRows(
                zone.equals("Z") ? "UTC" : zone,
                Stream.concat(
                                windows.weekly().stream()
                                        .map(
                                                each ->
                                                        new Weekly(
                                                                each.days().stream()
                                                                        .map(DayOfWeek::name)
                                                                        .toList(),
                                                                each.from().toString(),
                                                                each.to().toString())),
                                Stream.of(new Weekly(List.of(), "", "")))
                        .toList(),
                Stream.concat(
                                windows.closed().stream()
                                        .map(
                                                each ->
                                                        new Closed(
                                                                each.first().toString(),
                                                                each.last().toString(),
                                                                each.why())),
                                Stream.of(new Closed("", "", "")))
                        .toList());
    }

    /** The zones there are, to choose from. */
    public static Collection<String> zones() {
        return new TreeSet<>(ZoneId.getAvailableZoneIds());
    }

    /** What was sent, into the document of windows; rows that are empty are as if not there. */
    public static void read(Sent sent, ObjectNode windows) {
        sent.optional("zone").ifPresent(zone -> windows.put("zone", zone));
        ArrayNode weekly = windows.putArray("weekly");
        for (int row = 0; row < ROWS; row++) {
            List<String> days = days(sent, row);
            if (!days.isEmpty() || !sent.text("window-from-" + row).isEmpty()) {
                ObjectNode window = weekly.addObject();
                ArrayNode on = window.putArray("days");
                days.forEach(on::add);
                window.put("from", time(sent.text("window-from-" + row)));
                window.put("to", time(sent.text("window-to-" + row)));
            }
        }
        ArrayNode closed = windows.putArray("closed");
        for (int row = 0; row < ROWS; row++) {
            if (!sent.text("closed-first-" + row).isEmpty()) {
                String first = sent.text("closed-first-" + row);
                closed.addObject()
                        .put("first", first)
                        .put("last", sent.optional("closed-last-" + row).orElse(first))
                        .put("why", sent.optional("closed-why-" + row).orElse(null));
            }
        }
    }

    private static List<String> days(Sent sent, int row) {
        List<String> days = new ArrayList<>();
        for (DayOfWeek day : DayOfWeek.values()) {
            if (sent.ticked("window-" + day.name().toLowerCase(Locale.ROOT) + "-" + row)) {
                days.add(day.name());
            }
        }
        return days;
    }

    /** {@code 4:00} is meant as {@code 04:00}. */
    private static String time(String text) {
        return text.matches("\\d:\\d{2}") ? "0" + text : text;
    }
}
