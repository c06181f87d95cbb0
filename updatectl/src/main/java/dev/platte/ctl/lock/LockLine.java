package dev.platte.ctl.lock;

import dev.platte.ctl.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What tables show of locks. */
final class LockLine {
    private LockLine() {}

    /** With the one reason as a sentence of its own. */
    static JsonObject withWhy(JsonObject thing) {
        Map<String, @Nullable Object> members = new LinkedHashMap<>(thing.members());
        Object reason = members.get("reason");
        members.put(
                "why", reason instanceof Map<?, ?> ? JsonObject.of(reason).text("sentence") : null);
        return new JsonObject(members);
    }
}
