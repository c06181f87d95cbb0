package dev.platte.client.cli;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** JSON (RFC 8259) of maps, lists, numbers, booleans and texts; keys in lower case. */
final class JsonText {
    private JsonText() {}

    static String of(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(
                                    e ->
                                            quoted(e.getKey().toString().toLowerCase(Locale.ROOT))
                                                    + ":"
                                                    + of(e.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
            case List<?> list ->
                    list.stream().map(JsonText::of).collect(Collectors.joining(",", "[", "]"));
            case Number number -> number.toString();
            case Boolean claim -> claim.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        StringBuilder out = new StringBuilder("\"");
        for (char c : text.toCharArray()) {
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
