package dev.platte.ctl.output;

import dev.platte.ctl.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a server said, in the words of people: times are told from now. */
final class Words {
    private static final String NOTHING = "-";
    // A server's text, or a stranger's that it quotes, must not move the cursor, recolour the
    // terminal or turn the order of letters.
    static final String CONTROLS = "[\\p{Cc}\\p{Cf}]+";

    private final Instant now;

    Words(Instant now) {
        this.now = now;
    }

    /** A value in a table; numbers stay numbers. */
    Object cell(@Nullable Object value) {
        return switch (value) {
            case null -> NOTHING;
            case Number number -> number;
            case String text -> time(text).map(this::fromNow).orElse(plain(text));
            default -> flat(value);
        };
    }

    /** All members that hold something; objects give their members, lists a line per element. */
    SequencedMap<String, Object> facts(JsonObject object) {
        SequencedMap<String, Object> facts = new LinkedHashMap<>();
        add(facts, "", object);
        return facts;
    }

    private void add(SequencedMap<String, Object> facts, String prefix, JsonObject object) {
        object.members()
                .forEach(
                        (name, value) -> {
                            switch (value) {
                                case null -> {}
                                case Map<?, ?> map ->
                                        add(facts, prefix + name + ".", JsonObject.of(map));
                                case List<?> list when list.isEmpty() -> {}
                                case List<?> list ->
                                        facts.put(
                                                prefix + name,
                                                list.stream().map(this::flat).toList());
                                case String text when text.isEmpty() -> {}
                                default -> facts.put(prefix + name, line(value));
                            }
                        });
    }

    private Object line(Object value) {
        String text = value.toString();
        return time(text)
                .<Object>map(at -> "%s (%s)".formatted(text, fromNow(at)))
                .orElseGet(() -> text.lines().map(Words::plain).toList());
    }

    private String flat(@Nullable Object value) {
        return switch (value) {
            case null -> NOTHING;
            case List<?> list ->
                    list.isEmpty()
                            ? NOTHING
                            : list.stream().map(this::flat).collect(Collectors.joining(", "));
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .filter(entry -> entry.getValue() != null)
                            .map(entry -> entry.getKey() + "=" + flat(entry.getValue()))
                            .collect(Collectors.joining(" "));
            default -> plain(value.toString());
        };
    }

    private static String plain(String text) {
        return text.isEmpty() ? NOTHING : text.replaceAll(CONTROLS, " ");
    }

    private static Optional<Instant> time(String text) {
        if (text.length() < 20 || text.charAt(10) != 'T') {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private String fromNow(Instant at) {
        Duration ago = Duration.between(at, now);
        String length = length(ago.abs());
        if (ago.abs().toSeconds() < 1) {
            return "now";
        }
        return ago.isNegative() ? "in " + length : length + " ago";
    }

    private static String length(Duration time) {
        if (time.toSeconds() < 120) {
            return time.toSeconds() + " s";
        }
        if (time.toMinutes() < 120) {
            return time.toMinutes() + " min";
        }
        return time.toHours() < 48 ? time.toHours() + " h" : time.toDays() + " d";
    }
}
