package dev.platte.ctl.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON (RFC 8259) as maps, lists, text, numbers, booleans and nulls. What servers say is read by a
 * parser that has limits for depth and length; what we say has few shapes and is written here.
 */
public final class Json {
    private static final String INDENT = "  ";
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /**
     * Reads one value: {@code Map}, {@code List}, {@code String}, {@code Long}, {@code Double},
     * {@code Boolean} or null.
     *
     * @throws MalformedJsonException when it is no JSON, or too deep
     */
    public static @Nullable Object read(String text) throws MalformedJsonException {
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new MalformedJsonException("there is nothing");
            }
            Object value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new MalformedJsonException("something follows its end");
            }
            return value;
        } catch (JacksonException e) {
            throw new MalformedJsonException(e.getOriginalMessage());
        }
    }

    private static @Nullable Object value(JsonParser parser, JsonToken token) {
        return switch (token) {
            case START_OBJECT -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                while (parser.nextToken() != JsonToken.END_OBJECT) {
                    String name = parser.currentName();
                    map.put(name, value(parser, parser.nextToken()));
                }
                yield map;
            }
            case START_ARRAY -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (JsonToken next = parser.nextToken();
                        next != JsonToken.END_ARRAY;
                        next = parser.nextToken()) {
                    list.add(value(parser, next));
                }
                yield list;
            }
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> null;
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            default -> parser.getString();
        };
    }

    /** The value with a line end. */
    public static String write(@Nullable Object value) {
        StringBuilder out = new StringBuilder();
        append(out, value, "\n");
        return out.append('\n').toString();
    }

    /** The value on one line, without a line end. */
    public static String line(@Nullable Object value) {
        // Line ends inside of texts are escaped.
        return write(value).replaceAll("\n *", "");
    }

    private static void append(StringBuilder out, @Nullable Object value, String lineStart) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> appendMap(out, map, lineStart);
            case List<?> list -> appendList(out, list, lineStart);
            case Boolean flag -> out.append(flag);
            case Number number -> out.append(number);
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
