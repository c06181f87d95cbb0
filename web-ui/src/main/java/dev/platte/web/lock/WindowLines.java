package dev.platte.web.lock;

import dev.platte.policy.window.Windows;
import dev.platte.web.form.FieldException;
import dev.platte.web.form.Sent;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Weekly windows as lines of text: {@code Mon-Fri 22:00-04:00}. */
final class WindowLines {

    private static final Pattern LINE =
            Pattern.compile("(\\S.*\\S)\\s+(\\d{1,2}:\\d{2})\\s*-\\s*(\\d{1,2}:\\d{2})");
    private static final List<DayOfWeek> DAYS = List.of(DayOfWeek.values());

    private WindowLines() {}

    static String write(Windows windows) {
        return windows.weekly().stream()
                .map(window -> days(window.days()) + " " + window.from() + "-" + window.to())
                .collect(Collectors.joining("\n"));
    }

    /** {@code Mon-Fri}, {@code Sat,Sun}, {@code daily}. */
    private static String days(Set<DayOfWeek> days) {
        if (days.size() == DAYS.size()) {
            return "daily";
        }
        List<String> parts = new ArrayList<>();
        for (int first = 0; first < DAYS.size(); first++) {
            int last = first;
            while (last < DAYS.size() && days.contains(DAYS.get(last))) {
                last++;
            }
            int length = last - first;
            if (length > 2) {
                parts.add(word(DAYS.get(first)) + "-" + word(DAYS.get(last - 1)));
                first = last;
            } else if (length > 0) {
                parts.add(word(DAYS.get(first)));
            }
        }
        return String.join(",", parts);
    }

    private static String word(DayOfWeek day) {
        String name = day.name();
        return name.charAt(0) + name.substring(1, 3).toLowerCase(Locale.ROOT);
    }

    /** Into the document of windows; closed dates, which the form does not show, stay. */
    static void read(Sent sent, ObjectNode windows) {
        sent.optional("zone").ifPresent(zone -> windows.put("zone", zone));
        ArrayNode weekly = windows.putArray("weekly");
        for (String line : sent.text("windows").lines().map(String::strip).toList()) {
            if (line.isEmpty()) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            if (!parts.matches()) {
                throw refused(line);
            }
            ObjectNode window = weekly.addObject();
            ArrayNode days = window.putArray("days");
            days(parts.group(1), line).forEach(day -> days.add(day.name()));
            window.put("from", time(parts.group(2)));
            window.put("to", time(parts.group(3)));
        }
    }

    private static Collection<DayOfWeek> days(String text, String line) {
        if (text.equalsIgnoreCase("daily")) {
            return DAYS;
        }
        Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
        for (String part : text.split("[,\\s]+")) {
            String[] ends = part.split("-", 2);
            DayOfWeek day = day(ends[0], line);
            DayOfWeek last = ends.length == 1 ? day : day(ends[1], line);
            days.add(day);
            while (day != last) {
                day = day.plus(1);
                days.add(day);
            }
        }
        return days;
    }

    private static DayOfWeek day(String text, String line) {
        return DAYS.stream()
                .filter(day -> text.length() >= 3)
                .filter(day -> day.name().startsWith(text.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> refused(line));
    }

    private static String time(String text) {
        return text.length() == 4 ? "0" + text : text;
    }

    private static FieldException refused(String line) {
        return new FieldException(
                "windows", "\"" + line + "\" is no window; write it as \"Mon-Fri 22:00-04:00\".");
    }
}
