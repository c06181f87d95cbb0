package dev.platte.ctl.json;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object whose members may be there or not: a newer server says more, an older one less.
 *
 * @param members in the order of the text
 */
public record JsonObject(Map<String, @Nullable Object> members) {
    public JsonObject {
        members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
    }

    /** Of what was read; without members when that is no object. */
    public static JsonObject of(@Nullable Object value) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>();
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, member) -> members.put(Objects.toString(name), member));
        }
        return new JsonObject(members);
    }

    /** The objects of a list; empty when it is none. */
    public static List<JsonObject> list(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(JsonObject::of).toList()
                : List.of();
    }

    /** Whether a member is there and not null. */
    public boolean has(String name) {
        return members.get(name) != null;
    }

    /** A member as text, empty when it is absent or null. */
    public String text(String name) {
        return Objects.toString(members.get(name), "");
    }

    /** A member that is text, a number or a boolean, as text. */
    public Optional<String> optional(String name) {
        return Optional.ofNullable(members.get(name)).map(Object::toString);
    }

    /** A member that is an object. */
    public JsonObject object(String name) {
        return of(members.get(name));
    }

    /** A member that is a list of objects. */
    public List<JsonObject> objects(String name) {
        return list(members.get(name));
    }
}
