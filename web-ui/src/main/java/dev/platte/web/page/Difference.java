package dev.platte.web.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One value that a change made another.
 *
 * @param name its path in what was changed
 * @param before empty: there was none
 * @param after empty: there is none
 */
public record Difference(String name, String before, String after) {

    /** What changes with every change. */
    private static final Set<String> ALWAYS = Set.of("revision", "changed");

    /**
     * What differs between two states of a thing.
     *
     * @param before JSON; absent: it was made
     * @param after JSON; absent: it is gone
     * @param most how many are told at most
     */
    public static List<Difference> of(@Nullable String before, @Nullable String after, int most) {
        List<Difference> found = new ArrayList<>();
        compare("", tree(before), tree(after), most, found);
        return List.copyOf(found);
    }

    private static void compare(
            String path, JsonNode before, JsonNode after, int most, List<Difference> found) {
        if (before.equals(after) || found.size() >= most) {
            return;
        }
        boolean inside = before.isObject() || after.isObject();
        boolean whole = before.isValueNode() && !before.isNull() && !before.isMissingNode();
        if (inside && !whole && !(after.isValueNode() && !after.isNull())) {
            Set<String> names = new TreeSet<>(before.propertyNames());
            names.addAll(after.propertyNames());
            names.removeAll(ALWAYS);
            for (String name : names) {
                compare(
                        path.isEmpty() ? name : path + "." + name,
                        before.path(name),
                        after.path(name),
                        most,
                        found);
            }
        } else if (!path.isEmpty() && !text(before).equals(text(after))) {
            found.add(new Difference(path, text(before), text(after)));
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
