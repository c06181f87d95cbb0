package dev.platte.web.fleet;

import dev.platte.db.fleet.PastEvent;
import dev.platte.omaha.value.ErrorCode;
import dev.platte.omaha.value.EventResult;
import dev.platte.omaha.value.EventType;
import dev.platte.omaha.value.Version;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A host's history by days of UTC, the newest first, with every code in words. */
record Timeline(List<Day> days) {

    Timeline {
        days = List.copyOf(days);
    }

    record Day(LocalDate date, List<Entry> entries) {}

    /**
     * One event.
     *
     * @param tone the CSS class: done, failed, fell-back, moving or idle
     * @param title what happened, in words
     * @param versions from which version to which, as far as it was said
     * @param error the error in words, with its code
     * @param codes type and result as on the wire
     */
    record Entry(
            Instant at,
            String tone,
            String title,
            @Nullable String versions,
            @Nullable String error,
            String codes) {}

    static Timeline of(List<PastEvent> events) {
        Map<LocalDate, List<Entry>> byDay = new LinkedHashMap<>();
        for (PastEvent event : events) {
            byDay.computeIfAbsent(
                            LocalDate.ofInstant(event.at(), ZoneOffset.UTC),
                            day -> new ArrayList<>())
                    .add(entry(event));
        }
        List<Day> days = new ArrayList<>();
        byDay.forEach((date, entries) -> days.add(new Day(date, List.copyOf(entries))));
        return new Timeline(days);
    }

    private static Entry entry(PastEvent event) {
        boolean failed = event.result() == EventResult.ERROR.code();
        boolean coded = event.errorCode() != null && event.errorCode() != 0;
        return new Entry(
                event.at(),
                tone(event, failed),
                sentence(event, failed),
                versions(event),
                failed || coded ? HostLine.words(event.errorCode()) : null,
                "event " + event.type() + ", result " + event.result());
    }

    private static String tone(PastEvent event, boolean failed) {
        if (failed) {
            return isFallBack(event) ? "fell-back" : "failed";
        }
        if (!isComplete(event, EventResult.SUCCESS_REBOOT)) {
            return "moving";
        }
        return previous(event).isPresent() ? "done" : "idle";
    }

    private static boolean isFallBack(PastEvent event) {
        return event.errorCode() != null
                && ErrorCode.of(event.errorCode().intValue()).code() == ErrorCode.ROLLBACK.code();
    }

    private static boolean isComplete(PastEvent event, EventResult result) {
        return event.type() == EventType.UPDATE_COMPLETE.code() && event.result() == result.code();
    }

    private static String sentence(PastEvent event, boolean failed) {
        // What update_engine means by them (omaha_request_action.cc): 3/1 is sent before the
        // reboot,
        // 3/2 with every poll, and only with a previous version it tells of an update.
        if (isComplete(event, EventResult.SUCCESS)) {
            return "Update installed, waits for its reboot";
        }
        if (isComplete(event, EventResult.SUCCESS_REBOOT)) {
            return previous(event).isPresent() ? "Rebooted into the update" : "Up and running";
        }
        if (isComplete(event, EventResult.ERROR)) {
            return isFallBack(event) ? "Fell back from the update" : "Update failed";
        }
        String type = EventType.of(event.type()).words();
        String title = Character.toUpperCase(type.charAt(0)) + type.substring(1);
        if (event.result() == EventResult.SUCCESS.code()) {
            return title;
        }
        return title + (failed ? ": error" : ": " + EventResult.of(event.result()).words());
    }

    /** update_engine says 0.0.0.0 or nothing when it has no record of a previous version. */
    private static Optional<String> previous(PastEvent event) {
        return Optional.ofNullable(event.previousVersion())
                .filter(said -> !said.isEmpty() && !said.equals(Version.NONE.text()));
    }

    private static @Nullable String versions(PastEvent event) {
        Optional<String> from = previous(event);
        if (event.version() == null || event.version().isEmpty()) {
            return from.map(said -> "from " + said).orElse(null);
        }
        return from.map(said -> said + " \u2192 " + event.version()).orElse(event.version());
    }
}
