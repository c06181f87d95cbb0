package dev.platte.ctl.fleet;

import dev.platte.ctl.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A rollout in one line. */
final class RolloutLine {
    private static final Set<String> ENDED = Set.of("COMPLETED", "HALTED", "SUPERSEDED");

    private RolloutLine() {}

    /** Whether it goes no further without somebody. */
    static boolean hasEnded(JsonObject rollout) {
        return ENDED.contains(rollout.text("state"));
    }

    static String of(JsonObject rollout) {
        return line(
                rollout.text("group"),
                rollout,
                rollout.object("pace").text("open"),
                rollout.optional("stateReason"));
    }

    /** As an event tells of it. */
    static String ofEvent(JsonObject event) {
        JsonObject rollout = event.object("rollout");
        Optional<String> why =
                ENDED.contains(rollout.text("state")) ? event.optional("reason") : Optional.empty();
        return line(event.text("group"), rollout, rollout.text("open"), why);
    }

    private static String line(
            String group, JsonObject rollout, String open, Optional<String> why) {
        JsonObject counts = rollout.object("counts");
        return "%s to %s: %s, open to %s%%, %s under way, %s updated, %d failed%s"
                .formatted(
                        group,
                        rollout.text("version"),
                        rollout.text("state"),
                        open,
                        counts.text("open"),
                        counts.text("updated"),
                        failures(counts),
                        why.map(said -> " (" + said + ")").orElse(""));
    }

    /** With the numbers of the table beside the rest. */
    static JsonObject flat(JsonObject rollout) {
        JsonObject counts = rollout.object("counts");
        Map<String, @Nullable Object> members = new LinkedHashMap<>(rollout.members());
        members.put("open%", rollout.object("pace").members().get("open"));
        members.put("updated", counts.members().get("updated"));
        members.put("failures", failures(counts));
        return new JsonObject(members);
    }

    /** Reported errors, time-outs and fall-backs. */
    private static long failures(JsonObject counts) {
        long sum = 0;
        for (String kind : new String[] {"failed", "timedOut", "fellBack"}) {
            sum += counts.members().get(kind) instanceof Number number ? number.longValue() : 0;
        }
        return sum;
    }
}
