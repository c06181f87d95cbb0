package dev.platte.client.dbus;

import dev.platte.client.agent.Situation;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.types.Variant;

/** The properties of {@link PlatteUpdate} and their values at one moment. */
final class PropertyValues {
    private PropertyValues() {}

    static Map<String, Object> of(Situation situation, Surroundings around) {
        Situation.Update update = situation.update();
        Optional<Situation.LastError> error = situation.lastError();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("CurrentOperation", situation.status());
        all.put("Phase", situation.now().phase());
        all.put("Reason", situation.reason());
        all.put("Since", situation.now().since().getEpochSecond());
        all.put("Next", situation.next());
        all.put("LastChecked", seconds(situation.checks().last()));
        all.put("NextCheck", seconds(situation.checks().next()));
        all.put("NewVersion", update.version());
        all.put("NewSize", update.size());
        all.put("Progress", update.progress());
        all.put("Rate", update.bytesPerSecond());
        all.put("LastErrorCode", error.map(e -> e.failure().code().code()).orElse(0));
        all.put("LastErrorWords", error.map(e -> e.failure().code().words()).orElse(""));
        all.put("LastErrorReason", error.map(e -> e.failure().reason()).orElse(""));
        all.put("LastErrorTime", seconds(error.map(Situation.LastError::at)));
        all.put("CurrentVersion", around.version());
        all.put("Group", around.group());
        all.put("Server", around.server());
        all.put("Slots", around.slots());
        return all;
    }

    static Map<String, Variant<?>> variants(Map<String, Object> values) {
        Map<String, Variant<?>> variants = new LinkedHashMap<>();
        values.forEach((name, value) -> variants.put(name, variant(value)));
        return variants;
    }

    /** Those that are not as they were. */
    static Map<String, Object> changes(Map<String, Object> before, Map<String, Object> now) {
        Map<String, Object> changed = new LinkedHashMap<>(now);
        changed.entrySet().removeIf(e -> e.getValue().equals(before.get(e.getKey())));
        return changed;
    }

    static Variant<?> variant(Object value) {
        if (value instanceof List<?> lines) {
            return new Variant<>(
                    lines.stream()
                            .map(line -> new SlotStruct((Surroundings.SlotLine) line))
                            .toList(),
                    "a(ssyybb)");
        }
        return new Variant<>(value);
    }

    private static long seconds(Optional<Instant> at) {
        return at.map(Instant::getEpochSecond).orElse(0L);
    }
}
