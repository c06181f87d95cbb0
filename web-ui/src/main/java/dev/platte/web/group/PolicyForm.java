package dev.platte.web.group;

import dev.platte.db.rollout.GroupPolicy;
import dev.platte.db.rollout.Policies;
import dev.platte.web.form.Length;
import dev.platte.web.form.Sent;
import dev.platte.web.window.WindowRows;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A policy as a form. What is sent becomes the document that the API takes, so that both are read
 * and refused by the same words; where a row is empty, it is as if it were not there.
 */
final class PolicyForm {

    /** So many rows are read of each kind. */
    private static final int ROWS = 100;

    private PolicyForm() {}

    /** A frame of the ramp in a row. */
    public record FrameRow(String to, Length over) {}

    /** What the rows of a form hold; the last frame is empty, to be filled in. */
    public record Rows(List<FrameRow> frames, WindowRows windows) {
        public Rows {
            frames = List.copyOf(frames);
        }
    }

    static Rows rows(GroupPolicy policy) {
        List<FrameRow> frames = new ArrayList<>();
        policy.ramp()
                .frames()
                .forEach(
                        frame ->
                                frames.add(
                                        new FrameRow(
                                                frame.to().inPercent().toPlainString(),
                                                Length.of(frame.over()))));
        frames.add(new FrameRow("", Length.NONE));
        return new Rows(frames, WindowRows.of(policy.windows()));
    }

    /**
     * The policy that was sent.
     *
     * @throws dev.platte.db.verb.RefusedException {@code policy-invalid}, with what is wrong
     */
    static GroupPolicy read(Sent sent) {
        ObjectNode document = JsonMapper.shared().createObjectNode();
        ramp(sent, document.putObject("ramp"));
        limits(sent, document.putObject("limits"));
        WindowRows.read(sent, document.putObject("windows"));
        canaries(sent, document.putObject("canaries"));
        ObjectNode halt = document.putObject("halt");
        number(halt, "allowed", sent.text("halt-allowed"));
        number(halt, "minimumSample", sent.text("halt-sample"));
        number(halt, "confidence", sent.text("halt-confidence"));
        document.put("forcedPassesRamp", sent.ticked("forced"));
        document.put("offersDowngrade", sent.ticked("downgrade"));
        promotion(sent, document.putObject("promotion"));
        ObjectNode leases = document.putObject("leases");
        length(leases, "progress", sent, "lease-progress");
        length(leases, "reboot", sent, "lease-reboot");
        length(document, "retireAfter", sent, "retire-after");
        return Policies.parse(document);
    }

    private static void ramp(Sent sent, ObjectNode ramp) {
        number(ramp, "first", sent.text("first"));
        ArrayNode frames = ramp.putArray("frames");
        for (int row = 0; row < ROWS; row++) {
            if (!sent.text("frame-to-" + row).isEmpty()) {
                ObjectNode frame = frames.addObject();
                number(frame, "to", sent.text("frame-to-" + row));
                length(frame, "over", sent, "frame-over-" + row);
            }
        }
    }

    private static void limits(Sent sent, ObjectNode limits) {
        number(limits, "atOnce", sent.text("at-once"));
        number(limits, "perPeriod", sent.text("per-period"));
        length(limits, "period", sent, "period");
    }

    private static void canaries(Sent sent, ObjectNode canaries) {
        number(canaries, "hosts", sent.text("canaries"));
        length(canaries, "soak", sent, "canary-soak");
        ArrayNode machines = canaries.putArray("machines");
        sent.text("canary-machines")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .forEach(machines::add);
    }

    private static void promotion(Sent sent, ObjectNode promotion) {
        sent.optional("promote-to").ifPresent(to -> promotion.put("to", to));
        length(promotion, "soak", sent, "promote-soak");
        number(promotion, "minUpdated", sent.text("promote-hosts"));
        number(promotion, "allowed", sent.text("promote-allowed"));
        number(promotion, "confidence", sent.text("promote-confidence"));
        number(promotion, "approvals", sent.text("promote-approvals"));
    }

    /** As it was written: what is no number is refused by who reads the document, by its name. */
    private static void number(ObjectNode node, String name, String text) {
        if (text.isEmpty()) {
            return;
        }
        String plain = text.replace(",", "");
        if (plain.matches("-?[0-9]{1,18}")) {
            node.put(name, Long.parseLong(plain));
        } else if (plain.matches("-?[0-9]{1,18}[.][0-9]{1,18}")) {
            node.put(name, new BigDecimal(plain));
        } else {
            node.put(name, text);
        }
    }

    private static void length(ObjectNode node, String name, Sent sent, String field) {
        sent.length(field).ifPresent(length -> node.put(name, length.toString()));
    }
}
