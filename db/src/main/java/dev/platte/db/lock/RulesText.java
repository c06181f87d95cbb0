package dev.platte.db.lock;

import dev.platte.db.document.PolicyNode;
import dev.platte.db.document.WindowsText;
import dev.platte.db.verb.RefusedException;
import dev.platte.policy.health.CanaryRule;
import dev.platte.policy.lock.LockRules;
import dev.platte.policy.lock.OverdueRule;
import dev.platte.policy.lock.SlotLimit;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of lock groups as documents; absent parts are as usual. */
final class RulesText {

    private static final Pattern PERCENT = Pattern.compile("([0-9]{1,3}) ?%");
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration YEAR = Duration.ofDays(366);
    private static final int MOST = 1_000_000;

    private RulesText() {}

    /**
     * @throws RefusedException {@code policy-invalid}, with the field, its value and its range
     */
    static LockRules read(JsonNode document) {
        PolicyNode rules =
                new PolicyNode("rules", document)
                        .object(
                                "limit",
                                "hold",
                                "settle",
                                "overdue",
                                "failureBudget",
                                "order",
                                "windows",
                                "followsRollouts");
        LockRules usual = LockRules.USUAL;
        return new LockRules(
                rules.get("limit", usual.limit(), RulesText::limit),
                rules.get("hold", usual.hold(), n -> n.duration(Duration.ofMinutes(1), WEEK)),
                rules.get("settle", usual.settle(), n -> n.duration(Duration.ZERO, WEEK)),
                rules.get("overdue", usual.overdue(), RulesText::overdue),
                rules.get("failureBudget", null, n -> (Integer) n.whole(0, MOST)),
                rules.get("order", usual.order(), RulesText::order),
                rules.get("windows", usual.windows(), WindowsText::read),
                rules.get("followsRollouts", usual.followsRollouts(), PolicyNode::flag));
    }

    private static SlotLimit limit(PolicyNode node) {
        if (!node.isText()) {
            return new SlotLimit.Hosts(node.whole(0, MOST));
        }
        return node.parsed(
                text -> {
                    Matcher percent = PERCENT.matcher(text.strip());
                    if (!percent.matches()) {
                        throw new IllegalArgumentException(text);
                    }
                    return new SlotLimit.Percent(Integer.parseInt(percent.group(1)));
                },
                "a number of hosts, or a share such as \"10%\"");
    }

    private static OverdueRule overdue(PolicyNode node) {
        node.object("rule", "late");
        String rule = node.need("rule", n -> n.text(20));
        return switch (rule) {
            case "HOLD" -> new OverdueRule.Hold();
            case "RECLAIM_RETIRED" -> new OverdueRule.ReclaimRetired();
            case "RECLAIM_AFTER" ->
                    new OverdueRule.ReclaimAfter(
                            node.need(
                                    "late",
                                    n -> n.duration(Duration.ofMinutes(1), Duration.ofDays(30))));
            default -> throw node.refused("a rule HOLD, RECLAIM_RETIRED or RECLAIM_AFTER");
        };
    }

    private static LockRules.Order order(PolicyNode node) {
        node.object("canaries", "canariesNeeded", "canarySoak", "priorities");
        List<String> canaries =
                node.get("canaries", List.of(), list -> list.list(1000, n -> n.text(128)));
        CanaryRule rule =
                new CanaryRule(
                        node.get("canariesNeeded", 0, n -> n.whole(0, 1000)),
                        node.get(
                                "canarySoak", Duration.ZERO, n -> n.duration(Duration.ZERO, YEAR)));
        Map<String, Integer> priorities =
                node.get("priorities", Map.of(), map -> map.map(1000, n -> n.whole(-100, 100)));
        return node.checked(
                order -> new LockRules.Order(new HashSet<>(canaries), rule, priorities));
    }

    /** The whole document, nothing left out. */
    static ObjectNode write(LockRules rules) {
        ObjectNode document = JsonMapper.shared().createObjectNode();
        switch (rules.limit()) {
            case SlotLimit.Hosts(int most) -> document.put("limit", most);
            case SlotLimit.Percent percent -> document.put("limit", percent.toString());
        }
        document.put("hold", rules.hold().toString());
        document.put("settle", rules.settle().toString());
        ObjectNode overdue = document.putObject("overdue");
        switch (rules.overdue()) {
            case OverdueRule.Hold() -> overdue.put("rule", "HOLD");
            case OverdueRule.ReclaimRetired() -> overdue.put("rule", "RECLAIM_RETIRED");
            case OverdueRule.ReclaimAfter(Duration late) ->
                    overdue.put("rule", "RECLAIM_AFTER").put("late", late.toString());
        }
        document.put("failureBudget", rules.failureBudget());
        ObjectNode order = document.putObject("order");
        ArrayNode canaries = order.putArray("canaries");
        rules.order().canaries().stream().sorted().forEach(canaries::add);
        order.put("canariesNeeded", rules.order().canaryRule().hosts());
        order.put("canarySoak", rules.order().canaryRule().soak().toString());
        ObjectNode priorities = order.putObject("priorities");
        new TreeMap<>(rules.order().priorities()).forEach(priorities::put);
        document.set("windows", WindowsText.write(rules.windows()));
        document.put("followsRollouts", rules.followsRollouts());
        return document;
    }
}
