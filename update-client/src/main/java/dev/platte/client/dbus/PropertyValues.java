package dev.platte.client.dbus;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.freedesktop.dbus.types.Variant;

/** The properties of {@link PlatteUpdate} and their values at one moment. */
final class PropertyValues {
    private PropertyValues() {}

    static Map<String, Object> of(UpdateStatus status) {
        UpdateStatus.Update update = status.update();
        Optional<UpdateStatus.LastError> error = status.lastError();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("CurrentOperation", status.stage().operation());
        all.put("Reason", status.stage().reason());
        all.put("Since", status.stage().since().getEpochSecond());
        all.put("LastChecked", seconds(status.checks().last()));
        all.put("NextCheck", seconds(status.checks().next()));
        all.put("NewVersion", update.version());
        all.put("NewSize", update.size());
        all.put("Progress", update.progress());
        all.put("Received", update.received());
        all.put("Rate", update.bytesPerSecond());
        all.put("LastErrorCode", error.map(UpdateStatus.LastError::code).orElse(0));
        all.put("LastErrorWords", error.map(UpdateStatus.LastError::words).orElse(""));
        all.put("LastErrorReason", error.map(UpdateStatus.LastError::reason).orElse(""));
        all.put("LastErrorTime", seconds(error.map(UpdateStatus.LastError::at)));
        all.put("CurrentVersion", status.running().version());
        all.put("Group", status.running().group());
        all.put("Server", status.running().server());
        all.put("Slots", status.running().slots());
        return all;
    }

    static Map<String, Variant<?>> variants(Map<String, Object> values) {
        Map<String, Variant<?>> variants = new LinkedHashMap<>();
        values.forEach((name, value) -> variants.put(name, variant(value)));
        return variants;
    }

    /** Those that are not as they were. */
    static Map<String, Object> changes(UpdateStatus before, UpdateStatus now) {
        Map<String, Object> changed = of(now);
        of(before).forEach(changed::remove);
        return changed;
    }

    static Variant<?> variant(Object value) {
        if (value instanceof List<?> lines) {
            return new Variant<>(
                    lines.stream()
                            .map(line -> new SlotStruct((UpdateStatus.SlotLine) line))
                            .toList(),
                    "a(ssyybb)");
        }
        return new Variant<>(value);
    }

    private static long seconds(Optional<Instant> at) {
        return at.map(Instant::getEpochSecond).orElse(0L);
    }
}
