package dev.platte.db.rollout;

import dev.platte.db.document.PolicyNode;
import dev.platte.db.document.WindowsText;
import dev.platte.policy.health.CanaryRule;
import dev.platte.policy.health.Confidence;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.health.PromotionRule;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.ramp.Ramp;
import dev.platte.policy.ramp.Share;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Policies as documents: shares and rates in percent, durations as ISO 8601, absent parts as usual.
 */
final class PolicyText {

    private static final Duration YEAR = Duration.ofDays(366);

    private PolicyText() {}

    /**
     * @throws dev.platte.db.verb.RefusedException {@code policy-invalid}, with the field, its value
     *     and its range
     */
    static GroupPolicy read(JsonNode document) {
        PolicyNode policy =
                new PolicyNode("policy", document)
                        .object(
                                "ramp",
                                "limits",
                                "windows",
                                "canaries",
                                "halt",
                                "forcedPassesRamp",
                                "offersDowngrade",
                                "promotion",
                                "leases",
                                "retireAfter");
        GroupPolicy usual = GroupPolicy.USUAL;
        return new GroupPolicy(
                policy.get("ramp", usual.ramp(), PolicyText::ramp),
                policy.get("limits", usual.limits(), PolicyText::limits),
                policy.get("windows", usual.windows(), WindowsText::read),
                policy.get("canaries", usual.canaries(), PolicyText::canaries),
                policy.get("halt", usual.halt(), PolicyText::halt),
                policy.get("forcedPassesRamp", usual.forcedPassesRamp(), PolicyNode::flag),
                policy.get("offersDowngrade", usual.offersDowngrade(), PolicyNode::flag),
                policy.get("promotion", usual.promotion(), PolicyText::promotion),
                policy.get("leases", usual.leases(), PolicyText::leases),
                policy.get(
                                "retireAfter",
                                Optional.<Duration>empty(),
                                node -> Optional.of(silence(node)))
                        .orElse(null));
    }

    static Ramp ramp(PolicyNode node) {
        return node.object("first", "frames")
                .checked(
                        ramp ->
                                new Ramp(
                                        ramp.get("first", Share.NONE, PolicyText::share),
                                        ramp.get(
                                                "frames",
                                                List.of(),
                                                frames -> frames.list(1000, PolicyText::frame))));
    }

    private static Ramp.Frame frame(PolicyNode node) {
        node.object("to", "over");
        return new Ramp.Frame(
                node.need("to", PolicyText::share),
                node.need("over", over -> over.duration(Duration.ZERO, Duration.ofDays(3650))));
    }

    private static Share share(PolicyNode node) {
        return Share.percent(node.percent());
    }

    private static Limits limits(PolicyNode node) {
        node.object("atOnce", "perPeriod", "period");
        return new Limits(
                node.get("atOnce", Limits.UNLIMITED, n -> n.whole(0, Limits.UNLIMITED)),
                node.get("perPeriod", Limits.UNLIMITED, n -> n.whole(0, Limits.UNLIMITED)),
                node.get(
                        "period",
                        Limits.NONE.period(),
                        n -> n.duration(Duration.ofSeconds(1), YEAR)));
    }

    private static GroupPolicy.Canaries canaries(PolicyNode node) {
        node.object("hosts", "soak", "machines");
        CanaryRule rule =
                new CanaryRule(
                        node.get("hosts", 0, n -> n.whole(0, 1000)),
                        node.get("soak", Duration.ZERO, n -> n.duration(Duration.ZERO, YEAR)));
        List<String> machines =
                node.get("machines", List.of(), list -> list.list(1000, n -> n.text(256)));
        return node.checked(canaries -> new GroupPolicy.Canaries(rule, new HashSet<>(machines)));
    }

    private static HaltRule halt(PolicyNode node) {
        node.object("allowed", "minimumSample", "confidence");
        HaltRule usual = HaltRule.USUAL;
        return new HaltRule(
                node.get("allowed", usual.allowed(), n -> n.percent().doubleValue() / 100),
                node.get(
                        "minimumSample", usual.minimumSample(), n -> n.whole(1, Integer.MAX_VALUE)),
                node.get("confidence", usual.confidence(), PolicyText::confidence));
    }

    private static Confidence confidence(PolicyNode node) {
        return new Confidence(node.number(0.5, 0.9999));
    }

    private static GroupPolicy.Promotion promotion(PolicyNode node) {
        node.object("to", "soak", "minUpdated", "allowed", "confidence", "approvals");
        PromotionRule usual = PromotionRule.BY_HAND;
        String to = node.get("to", "", n -> n.text(100));
        return new GroupPolicy.Promotion(
                to.isEmpty() ? null : to,
                new PromotionRule(
                        node.get("soak", usual.soak(), n -> n.duration(Duration.ZERO, YEAR)),
                        node.get("minUpdated", 0, n -> n.whole(0, Integer.MAX_VALUE)),
                        node.get("allowed", usual.allowed(), n -> n.percent().doubleValue() / 100),
                        node.get("confidence", usual.confidence(), PolicyText::confidence),
                        node.get("approvals", 0, n -> n.whole(0, 10))));
    }

    private static Duration silence(PolicyNode node) {
        return node.duration(GroupPolicy.SHORTEST_SILENCE, GroupPolicy.LONGEST_SILENCE);
    }

    private static GroupPolicy.Leases leases(PolicyNode node) {
        node.object("progress", "reboot");
        Duration minute = Duration.ofMinutes(1);
        return new GroupPolicy.Leases(
                node.get(
                        "progress",
                        GroupPolicy.Leases.USUAL.progress(),
                        n -> n.duration(minute, YEAR)),
                node.get(
                        "reboot",
                        GroupPolicy.Leases.USUAL.reboot(),
                        n -> n.duration(minute, YEAR)));
    }

    /** The whole document, nothing left out. */
    static ObjectNode write(GroupPolicy policy) {
        ObjectNode document = JsonMapper.shared().createObjectNode();
        document.set("ramp", ramp(policy.ramp()));
        document.putObject("limits")
                .put("atOnce", limit(policy.limits().atOnce()))
                .put("perPeriod", limit(policy.limits().perPeriod()))
                .put("period", policy.limits().period().toString());
        document.set("windows", WindowsText.write(policy.windows()));
        ObjectNode canaries =
                document.putObject("canaries")
                        .put("hosts", policy.canaries().rule().hosts())
                        .put("soak", policy.canaries().rule().soak().toString());
        ArrayNode machines = canaries.putArray("machines");
        policy.canaries().machines().stream().sorted().forEach(machines::add);
        document.putObject("halt")
                .put("allowed", percent(policy.halt().allowed()))
                .put("minimumSample", policy.halt().minimumSample())
                .put("confidence", policy.halt().confidence().probability());
        document.put("forcedPassesRamp", policy.forcedPassesRamp());
        document.put("offersDowngrade", policy.offersDowngrade());
        PromotionRule promotion = policy.promotion().rule();
        document.putObject("promotion")
                .put("to", policy.promotion().to())
                .put("soak", promotion.soak().toString())
                .put("minUpdated", promotion.minUpdated())
                .put("allowed", percent(promotion.allowed()))
                .put("confidence", promotion.confidence().probability())
                .put("approvals", promotion.approvals());
        document.putObject("leases")
                .put("progress", policy.leases().progress().toString())
                .put("reboot", policy.leases().reboot().toString());
        Duration silence = policy.retireAfter();
        document.put("retireAfter", silence == null ? null : silence.toString());
        return document;
    }

    static ObjectNode ramp(Ramp ramp) {
        ObjectNode node = JsonMapper.shared().createObjectNode();
        node.put("first", percent(ramp.first()));
        ArrayNode frames = node.putArray("frames");
        for (Ramp.Frame frame : ramp.frames()) {
            frames.addObject().put("to", percent(frame.to())).put("over", frame.over().toString());
        }
        return node;
    }

    private static @Nullable Integer limit(int limit) {
        return limit == Limits.UNLIMITED ? null : limit;
    }

    private static BigDecimal percent(Share share) {
        return share.inPercent();
    }

    /** The percentage that was given: a rate is one, divided by 100. */
    private static BigDecimal percent(double rate) {
        return plain(
                BigDecimal.valueOf(rate)
                        .movePointRight(2)
                        .setScale(4, java.math.RoundingMode.HALF_EVEN));
    }

    private static BigDecimal plain(BigDecimal percent) {
        BigDecimal bare = percent.stripTrailingZeros();
        return bare.scale() < 0 ? bare.setScale(0) : bare;
    }
}
