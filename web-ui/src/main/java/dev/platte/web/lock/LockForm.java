package dev.platte.web.lock;

import dev.platte.db.lock.LockAccess;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.lock.LockSettings;
import dev.platte.policy.lock.LockRules;
import dev.platte.policy.lock.OverdueRule;
import dev.platte.web.form.FieldException;
import dev.platte.web.form.Length;
import dev.platte.web.form.Sent;
import dev.platte.web.window.WindowRows;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What people say of a lock group, as a form. What is sent becomes the document that the API takes,
 * so that both are read and refused by the same words.
 */
record LockForm(LockSettings settings) {

    public LockRules rules() {
        return settings.rules();
    }

    public Length hold() {
        return Length.of(rules().hold());
    }

    public Length settle() {
        return Length.of(rules().settle());
    }

    public Length canarySoak() {
        return Length.of(rules().order().canaryRule().soak());
    }

    /** The name of the rule for who is not back in time. */
    public String overdue() {
        return switch (rules().overdue()) {
            case OverdueRule.Hold() -> "HOLD";
            case OverdueRule.ReclaimRetired() -> "RECLAIM_RETIRED";
            case OverdueRule.ReclaimAfter _ -> "RECLAIM_AFTER";
        };
    }

    public Length late() {
        return rules().overdue() instanceof OverdueRule.ReclaimAfter after
                ? Length.of(after.late())
                : new Length("4", "HOURS");
    }

    public String canaries() {
        return rules().order().canaries().stream().sorted().collect(Collectors.joining("\n"));
    }

    public String priorities() {
        return new TreeMap<>(rules().order().priorities())
                .entrySet().stream()
                        .map(each -> each.getKey() + " " + each.getValue())
                        .collect(Collectors.joining("\n"));
    }

    public WindowRows windows() {
        return WindowRows.of(rules().windows());
    }

    public boolean covers(long group) {
        return settings.covers().contains(group);
    }

    /**
     * What was sent.
     *
     * @param before what the form does not show stays as it is here
     * @throws FieldException a field cannot be read
     * @throws dev.platte.db.verb.RefusedException {@code policy-invalid}, with what is wrong
     */
    static LockSettings read(Sent sent, LockRules before) {
        ObjectNode document = (ObjectNode) LockGroups.document(before);
        String limit = sent.text("limit").replace(" ", "");
        if (limit.matches("[0-9]{1,7}")) {
            document.put("limit", Integer.parseInt(limit));
        } else {
            document.put("limit", limit);
        }
        document.put("hold", length(sent, "hold"));
        document.put("settle", length(sent, "settle"));
        ObjectNode overdue = document.putObject("overdue");
        overdue.put("rule", sent.text("overdue"));
        if (sent.text("overdue").equals("RECLAIM_AFTER")) {
            overdue.put("late", length(sent, "late"));
        }
        document.putNull("failureBudget");
        sent.optionalNumber("budget", 0, 1_000_000)
                .ifPresent(budget -> document.put("failureBudget", budget));
        order(sent, document.putObject("order"));
        WindowRows.read(sent, (ObjectNode) document.path("windows"));
        document.put("followsRollouts", sent.ticked("follows"));
        return new LockSettings(
                sent.text("description"),
                LockGroups.parse(JsonMapper.shared().readTree(document.toString())),
                access(sent.text("access")),
                sent.all("covers").stream().map(Long::valueOf).toList());
    }

    private static void order(Sent sent, ObjectNode order) {
        ArrayNode canaries = order.putArray("canaries");
        lines(sent, "canaries").forEach(canaries::add);
        order.put("canariesNeeded", sent.number("canaries-needed", 0, 1000));
        order.put("canarySoak", length(sent, "canary-soak"));
        ObjectNode priorities = order.putObject("priorities");
        for (String line : lines(sent, "priorities")) {
            int gap = line.lastIndexOf(' ');
            String number = line.substring(gap + 1);
            if (gap < 0 || !number.matches("-?[0-9]{1,3}")) {
                throw new FieldException(
                        "priorities",
                        "Write a host and its number, such as \"db-1 10\", not \"" + line + "\".");
            }
            priorities.put(line.substring(0, gap).strip(), Integer.parseInt(number));
        }
    }

    private static List<String> lines(Sent sent, String field) {
        return sent.text(field).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    private static String length(Sent sent, String field) {
        return sent.length(field)
                .orElseThrow(() -> new FieldException(field, "Write how long."))
                .toString();
    }

    private static LockAccess access(String said) {
        try {
            return LockAccess.valueOf(said);
        } catch (IllegalArgumentException e) {
            throw new FieldException("access", "Choose who is let in.");
        }
    }

    /** The ways in, in words, in the order of a list to choose from. */
    static Map<LockAccess, String> ways() {
        Map<LockAccess, String> ways = new TreeMap<>();
        for (LockAccess access : LockAccess.values()) {
            ways.put(access, SlotWords.access(access));
        }
        return ways;
    }
}
