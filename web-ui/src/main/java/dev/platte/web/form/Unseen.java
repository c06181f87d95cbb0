package dev.platte.web.form;

import dev.platte.db.access.AuditRow;
import dev.platte.web.page.VerbWords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A change that somebody made after a form was opened.
 *
 * @param did what they did, in words
 * @param parts what it changed; empty where nothing stands beside the change itself
 */
record Unseen(String who, Instant at, String did, @Nullable String reason, List<Part> parts) {

    private static final int MOST = 8;
    private static final Set<String> ALWAYS = Set.of("revision", "changed");

    /** One value that is another now; empty where there was or is none. */
    record Part(String name, String before, String after) {}

    Unseen {
        parts = List.copyOf(parts);
    }

    static Unseen of(AuditRow row) {
        List<Part> parts = new ArrayList<>();
        compare("", tree(row.before()), tree(row.after()), parts);
        return new Unseen(row.who(), row.at(), VerbWords.of(row.verb()), row.reason(), parts);
    }

    private static void compare(String path, JsonNode before, JsonNode after, List<Part> parts) {
        if (before.equals(after) || parts.size() >= MOST) {
            return;
        }
        if (before.isObject() && after.isObject()) {
            Set<String> names = new TreeSet<>(before.propertyNames());
            names.addAll(after.propertyNames());
            names.removeAll(ALWAYS);
            for (String name : names) {
                compare(
                        path.isEmpty() ? name : path + "." + name,
                        before.path(name),
                        after.path(name),
                        parts);
            }
        } else if (!path.isEmpty()) {
            parts.add(new Part(path, text(before), text(after)));
        }
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() || node.isNull()
                ? ""
                : node.isString() ? node.asString() : node.toString();
    }

    private static JsonNode tree(@Nullable String json) {
        try {
            return JsonMapper.shared().readTree(json == null ? "{}" : json);
        } catch (JacksonException e) {
            // Shown as far as it can be read.
            return JsonMapper.shared().createObjectNode();
        }
    }
}
