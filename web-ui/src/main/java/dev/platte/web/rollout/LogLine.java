package dev.platte.web.rollout;

import dev.platte.db.rollout.RolloutEvent;
import dev.platte.policy.ramp.Ramp;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a person or a rule did to a rollout, in words.
 *
 * @param tone how it looks
 * @param detail what stands behind it; absent: nothing
 */
record LogLine(
        Instant at,
        String tone,
        String title,
        String who,
        boolean byRule,
        @Nullable String reason,
        @Nullable String detail) {

    static LogLine of(RolloutEvent event, Ramp ramp) {
        return new LogLine(
                event.at(),
                tone(event.what()),
                title(event.what()),
                event.who(),
                event.who().equals("system"),
                event.reason(),
                detail(event));
    }

    private static String tone(RolloutEvent.What what) {
        return switch (what) {
            case CREATED, RESUMED, FRAME_REACHED, CANARIES_THROUGH -> "moving";
            case PAUSED -> "paused";
            case HALTED -> "failed";
            case COMPLETED -> "done";
            case SUPERSEDED, POLICY_CHANGED -> "idle";
        };
    }

    private static String title(RolloutEvent.What what) {
        return switch (what) {
            case CREATED -> "Begun";
            case PAUSED -> "Paused";
            case RESUMED -> "Resumed";
            case HALTED -> "Halted";
            case COMPLETED -> "Completed";
            case SUPERSEDED -> "Another rollout took its place";
            case CANARIES_THROUGH -> "Canaries through";
            case FRAME_REACHED -> "A frame of the ramp is over";
            case POLICY_CHANGED -> "Its group's policy was changed";
        };
    }

    private static @Nullable String detail(RolloutEvent event) {
        if (event.facts() == null) {
            return null;
        }
        try {
            JsonNode facts = JsonMapper.shared().readTree(event.facts());
            return switch (event.what()) {
                case HALTED ->
                        facts.has("rate")
                                ? String.format(
                                        Locale.ROOT,
                                        "%d of %d ended attempts failed: %.1f %%, surely more than %.1f %%; %.1f %% may.",
                                        facts.path("failures").asLong(),
                                        facts.path("resolved").asLong(),
                                        facts.path("rate").asDouble() * 100,
                                        facts.path("bound").asDouble() * 100,
                                        facts.path("allowed").asDouble() * 100)
                                : null;
                case FRAME_REACHED ->
                        facts.has("open")
                                ? "Open to " + facts.path("open").asString() + " %."
                                : null;
                case CREATED,
                        PAUSED,
                        RESUMED,
                        COMPLETED,
                        SUPERSEDED,
                        CANARIES_THROUGH,
                        POLICY_CHANGED ->
                        null;
            };
        } catch (JacksonException e) {
            // Told without it.
            return null;
        }
    }
}
