package dev.platte.ctl.release;

import dev.platte.ctl.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a rule stands, for people: one line for each thing that it asks. */
final class PromotionLines {
    private PromotionLines() {}

    static Map<String, @Nullable Object> of(JsonObject rule) {
        List<String> met = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        rule.objects("blocks").forEach(block -> missing.add(block.text("sentence")));
        for (JsonObject group : rule.objects("groups")) {
            for (JsonObject check : group.objects("checks")) {
                (check.text("met").equals("true") ? met : missing)
                        .add(group.text("group") + ": " + check.text("sentence"));
            }
        }
        Map<String, @Nullable Object> lines = new LinkedHashMap<>();
        lines.put("from", rule.text("from"));
        lines.put("version", rule.text("version"));
        lines.put("phase", rule.text("phase"));
        lines.put("met", met);
        lines.put("missing", missing);
        lines.put("since", rule.text("since"));
        lines.put("earliest", rule.text("earliest"));
        lines.put("approval", rule.text("approval"));
        return lines;
    }
}
