package dev.platte.client.json;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * A value that another program said (RFC 8259), looked at by whoever knows what should be there:
 * what is missing, or of another type, is empty. Read by a parser with limits for depth and length.
 */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final @Nullable Object value;

    private Json(@Nullable Object value) {
        this.value = value;
    }

    /**
     * Reads one value.
     *
     * @throws IOException it is no JSON, or too deep; says not what it is
     */
    public static Json read(byte[] text) throws IOException {
        String decoded = new String(text, StandardCharsets.UTF_8);
        try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), decoded)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new IOException("nothing where JSON should be");
            }
            Object value = value(parser, first);
            if (parser.nextToken() != null) {
                throw new IOException("something follows the JSON");
            }
            return new Json(value);
        } catch (JacksonException e) {
            throw new IOException("no JSON", e);
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

    /** A member of an object. */
    public Json at(String name) {
        return new Json(value instanceof Map<?, ?> map ? map.get(name) : null);
    }

    /** The elements of a list; none where there is no list. */
    public List<Json> items() {
        return value instanceof List<?> list ? list.stream().map(Json::new).toList() : List.of();
    }

    /** Whether a list stands there. */
    public boolean isList() {
        return value instanceof List<?>;
    }

    public Optional<String> text() {
        return value instanceof String text ? Optional.of(text) : Optional.empty();
    }

    /** A whole number; Protocol Buffers write those of 64 bits as text. */
    public Optional<Long> number() {
        try {
            return switch (value) {
                case Integer number -> Optional.of(number.longValue());
                case Long number -> Optional.of(number);
                case String text -> Optional.of(Long.valueOf(text));
                case null, default -> Optional.empty();
            };
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    public Optional<Boolean> flag() {
        return value instanceof Boolean flag ? Optional.of(flag) : Optional.empty();
    }

    /** Maps, lists, text, numbers, booleans and nulls, without a blank, in their order. */
    public static String write(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(
                                    member ->
                                            write(member.getKey().toString())
                                                    + ":"
                                                    + write(member.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
            case List<?> list ->
                    list.stream().map(Json::write).collect(Collectors.joining(",", "[", "]"));
            case Boolean flag -> flag.toString();
            case Number number -> number.toString();
            default ->
                    '"'
                            + String.valueOf(
                                    JsonStringEncoder.getInstance()
                                            .quoteAsCharArray(value.toString()))
                            + '"';
        };
    }
}
