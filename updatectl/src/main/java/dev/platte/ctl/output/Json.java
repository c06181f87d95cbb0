package dev.platte.ctl.output;

import java.util.List;
import java.util.Map;

/**
 * JSON (RFC 8259) of maps, lists, text, whole numbers and booleans. We only write it, and only our
 * own few shapes: a library would be larger than this program.
 */
final class Json {
    private static final String INDENT = "  ";

    private Json() {}

    /** The value with a line end. */
    static String write(Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value, "\n");
        return out.append('\n').toString();
    }

    private static void append(StringBuilder out, Object value, String lineStart) {
        switch (value) {
            case Map<?, ?> map -> appendMap(out, map, lineStart);
            case List<?> list -> appendList(out, list, lineStart);
            case Boolean flag -> out.append(flag);
            case Long number -> out.append(number);
            case Integer number -> out.append(number);
            default -> appendText(out, value.toString());
        }
    }

    private static void appendMap(StringBuilder out, Map<?, ?> map, String lineStart) {
        String inner = lineStart + INDENT;
        String separator = "";
        out.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator).append(inner);
            appendText(out, entry.getKey().toString());
            append(out.append(": "), entry.getValue(), inner);
            separator = ",";
        }
        out.append(map.isEmpty() ? "}" : lineStart + "}");
    }

    private static void appendList(StringBuilder out, List<?> list, String lineStart) {
        String inner = lineStart + INDENT;
        String separator = "";
        out.append('[');
        for (Object value : list) {
            append(out.append(separator).append(inner), value, inner);
            separator = ",";
        }
        out.append(list.isEmpty() ? "]" : lineStart + "]");
    }

    private static void appendText(StringBuilder out, String text) {
        out.append('"');
        text.chars()
                .forEach(
                        c -> {
                            switch (c) {
                                case '"' -> out.append("\\\"");
                                case '\\' -> out.append("\\\\");
                                case '\n' -> out.append("\\n");
                                default -> {
                                    if (c < ' ') {
                                        out.append("\\u%04x".formatted(c));
                                    } else {
                                        out.append((char) c);
                                    }
                                }
                            }
                        });
        out.append('"');
    }
}
