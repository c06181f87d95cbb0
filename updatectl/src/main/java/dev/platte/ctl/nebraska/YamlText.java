package dev.platte.ctl.nebraska;

import dev.platte.ctl.json.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes maps, lists, texts and numbers as YAML that people edit: a member on each line. Texts are
 * quoted as in JSON, which YAML reads, so that none of them is taken for anything else.
 */
final class YamlText {
    private static final String STEP = "  ";

    private YamlText() {}

    static String of(Map<String, Object> document) {
        StringBuilder out = new StringBuilder();
        members(out, document, "");
        return out.toString();
    }

    private static void members(StringBuilder out, Map<?, ?> map, String indent) {
        map.forEach(
                (name, value) -> {
                    out.append(indent).append(name).append(':');
                    below(out, value, indent);
                });
    }

    private static void below(StringBuilder out, @Nullable Object value, String indent) {
        switch (value) {
            case Map<?, ?> map when !map.isEmpty() -> {
                out.append('\n');
                members(out, map, indent + STEP);
            }
            case List<?> list when list.stream().anyMatch(Map.class::isInstance) -> {
                out.append('\n');
                list.forEach(each -> element(out, each, indent));
            }
            case null, default -> out.append(' ').append(Json.line(value).strip()).append('\n');
        }
    }

    private static void element(StringBuilder out, @Nullable Object each, String indent) {
        if (each instanceof Map<?, ?> map && !map.isEmpty()) {
            StringBuilder inner = new StringBuilder();
            members(inner, map, indent + STEP);
            out.append(indent)
                    .append("- ")
                    .append(inner.substring(indent.length() + STEP.length()));
        } else {
            out.append(indent).append("- ").append(Json.line(Objects.requireNonNull(each)).strip());
            out.append('\n');
        }
    }
}
