package dev.platte.db.document;

import dev.platte.policy.window.Windows;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Windows as part of a policy document. */
public final class WindowsText {

    private WindowsText() {}

    /** From its object; absent parts are as {@link Windows#ALWAYS} has them. */
    public static Windows read(PolicyNode node) {
        node.object("zone", "weekly", "closed");
        return new Windows(
                node.get("zone", Windows.ALWAYS.zone(), WindowsText::zone),
                node.get("weekly", List.of(), list -> list.list(100, WindowsText::weekly)),
                node.get("closed", List.of(), list -> list.list(100, WindowsText::closed)));
    }

    private static ZoneId zone(PolicyNode node) {
        return node.parsed(
                name -> {
                    try {
                        return ZoneId.of(name);
                    } catch (DateTimeException e) {
                        throw new IllegalArgumentException(e);
                    }
                },
                "a time zone such as Europe/Berlin");
    }

    private static Windows.Weekly weekly(PolicyNode node) {
        node.object("days", "from", "to");
        List<DayOfWeek> days =
                node.need(
                        "days",
                        list ->
                                list.list(
                                        7,
                                        day ->
                                                day.parsed(
                                                        name ->
                                                                DayOfWeek.valueOf(
                                                                        name.toUpperCase(
                                                                                Locale.ROOT)),
                                                        "a day such as MONDAY")));
        return node.checked(
                window ->
                        new Windows.Weekly(
                                Set.copyOf(days),
                                window.need("from", WindowsText::time),
                                window.need("to", WindowsText::time)));
    }

    private static LocalTime time(PolicyNode node) {
        return node.parsed(LocalTime::parse, "a time of day such as 22:30");
    }

    private static Windows.Closed closed(PolicyNode node) {
        return node.object("first", "last", "why")
                .checked(
                        span ->
                                new Windows.Closed(
                                        span.need("first", WindowsText::date),
                                        span.need("last", WindowsText::date),
                                        span.get("why", "", n -> n.text(500))));
    }

    private static LocalDate date(PolicyNode node) {
        return node.parsed(LocalDate::parse, "a date such as 2026-12-24");
    }

    /** The whole object, nothing left out. */
    public static ObjectNode write(Windows windows) {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        node.put("zone", windows.zone().getId());
        ArrayNode weekly = node.putArray("weekly");
        for (Windows.Weekly window : windows.weekly()) {
            ObjectNode one = weekly.addObject();
            ArrayNode days = one.putArray("days");
            window.days().stream().sorted().map(DayOfWeek::name).forEach(days::add);
            one.put("from", window.from().toString()).put("to", window.to().toString());
        }
        ArrayNode closed = node.putArray("closed");
        for (Windows.Closed span : windows.closed()) {
            closed.addObject()
                    .put("first", span.first().toString())
                    .put("last", span.last().toString())
                    .put("why", span.why().isEmpty() ? null : span.why());
        }
        return node;
    }
}
