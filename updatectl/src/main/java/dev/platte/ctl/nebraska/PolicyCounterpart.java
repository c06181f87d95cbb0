package dev.platte.ctl.nebraska;

import dev.platte.ctl.json.JsonObject;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The policy of a group there as one here, with what it did, not with what its page says that it
 * does ({@code backend/pkg/api/updates.go} there).
 *
 * @param document of the policy; absent parts are as usual here
 * @param pausedReason why nothing is offered at all, if so
 */
record PolicyCounterpart(
        Map<String, Object> document, Optional<String> pausedReason, List<String> notes) {

    /** So many in a period there mean no limit. */
    private static final long UNLIMITED = 900_000;

    private static final Duration LONGEST = Duration.ofDays(366);

    PolicyCounterpart {
        document = Collections.unmodifiableMap(new LinkedHashMap<>(document));
        notes = List.copyOf(notes);
    }

    static PolicyCounterpart of(JsonObject group) {
        Map<String, Object> document = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        Optional<String> paused =
                group.text("policy_updates_enabled").equals("true")
                        ? Optional.empty()
                        : Optional.of("Updates were not enabled for this group in Nebraska.");
        limits(group, document, notes);
        if (group.text("policy_safe_mode").equals("true")) {
            notes.add(
                    "Safe mode, which lets one host go first, wants its name here: canaries: {hosts: 1, machines: [MACHINE-ID]} in the policy. The usual halt rule stops a rollout that fails.");
        }
        if (group.text("policy_office_hours").equals("true")) {
            Optional<String> without = officeHours(group, document);
            paused = paused.or(() -> without);
        }
        timeout(group, document, notes);
        return new PolicyCounterpart(document, paused, notes);
    }

    private static void limits(JsonObject group, Map<String, Object> document, List<String> notes) {
        Optional<Long> most =
                group.optional("policy_max_updates_per_period")
                        .filter(text -> text.matches("\\d{1,9}"))
                        .map(Long::valueOf);
        if (most.isEmpty() || most.get() >= UNLIMITED) {
            return;
        }
        Map<String, Object> limits = new LinkedHashMap<>();
        // There one number bounds both: grants of a period, and hosts on their way.
        limits.put("atOnce", most.get());
        String text = group.text("policy_period_interval");
        Optional<Duration> period =
                Intervals.read(text).filter(found -> found.compareTo(LONGEST) <= 0);
        if (period.isPresent()) {
            limits.put("perPeriod", most.get());
            limits.put("period", period.get().toString());
        } else {
            notes.add(
                    "The period \"%s\" cannot be read; only the limit at once was taken."
                            .formatted(text));
        }
        document.put("limits", limits);
    }

    /**
     * @return why nothing is offered, where the time zone means nothing: so it was there
     */
    private static Optional<String> officeHours(JsonObject group, Map<String, Object> document) {
        String zone = group.text("policy_timezone");
        try {
            ZoneId.of(zone);
        } catch (DateTimeException e) {
            return Optional.of(
                    "Office hours of the time zone \"%s\", which there is none of, never came."
                            .formatted(zone));
        }
        Map<String, Object> windows = new LinkedHashMap<>();
        windows.put("zone", zone);
        Map<String, Object> week = new LinkedHashMap<>();
        week.put("days", List.of("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"));
        week.put("from", "09:00");
        week.put("to", "17:00");
        windows.put("weekly", List.of(week));
        document.put("windows", windows);
        return Optional.empty();
    }

    private static void timeout(
            JsonObject group, Map<String, Object> document, List<String> notes) {
        String text = group.text("policy_update_timeout");
        if (text.isBlank()) {
            return;
        }
        Optional<Duration> timeout =
                Intervals.read(text)
                        .filter(found -> found.compareTo(Duration.ofMinutes(1)) >= 0)
                        .filter(found -> found.compareTo(LONGEST) <= 0);
        if (timeout.isPresent()) {
            document.put("leases", Map.of("progress", timeout.get().toString()));
        } else {
            notes.add(
                    "The update timeout \"%s\" was not taken; the usual lease holds."
                            .formatted(text));
        }
    }
}
