package dev.platte.db.promotion;

import dev.platte.policy.health.PromotionRule.Check;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a rule stands that moves a channel by itself: what it asks, what is met, what holds it.
 *
 * @param from the channel that is led on, by name
 * @param version what {@code from} points to; absent: nothing
 * @param packageId the same
 * @param since since when the release runs in the groups that {@code from} leads; absent: it does
 *     not in all of them
 * @param earliest when the channel moves if nothing but time is missing; absent: that cannot be
 *     foretold
 * @param approvals how many others must agree; 0: the rule moves the channel by itself
 * @param approval the open request, if others were asked
 * @param groups what is asked of each group, and how it stands
 * @param blocks what holds it whatever the groups show
 */
public record Candidacy(
        String from,
        @Nullable String version,
        @Nullable Long packageId,
        Phase phase,
        @Nullable Instant since,
        @Nullable Instant earliest,
        int approvals,
        @Nullable Long approval,
        List<Verdict> groups,
        List<Block> blocks) {

    public Candidacy {
        groups = List.copyOf(groups);
        blocks = List.copyOf(blocks);
    }

    /** How far it is. */
    public enum Phase {
        /** There is nothing to move to: it is there, or nothing newer is. */
        NOTHING,
        /** Something is missing. */
        WAITING,
        /** All is met; the channel moves, or others are asked, within a minute. */
        READY,
        /** All is met; others were asked. */
        PROPOSED,
        /** It does not move without a person. */
        BLOCKED
    }

    /** One group, and what its rule asks. */
    public record Verdict(String group, List<Check> checks) {

        public Verdict {
            checks = List.copyOf(checks);
        }
    }

    /** What holds it. */
    public enum Block {
        FROM_EMPTY("The channel it comes from points to nothing."),
        SAME("The channel points to it already."),
        NOT_NEWER("The channel points to the same version or a newer one."),
        NOT_OFFERED("It was withdrawn, or never published."),
        NOT_ROLLED("A group of the channel it comes from has not begun to run it."),
        TAKEN_BACK("The channel was moved away from it; a rule does not move it there again."),
        TARGET_HALTED("A rollout that the channel leads to is halted; somebody has to look."),
        REJECTED("Somebody asked for it was against it.");

        private final String sentence;

        Block(String sentence) {
            this.sentence = sentence;
        }

        /** One sentence for people. */
        public String sentence() {
            return sentence;
        }
    }

    /** All of it in one paragraph for people. */
    public String sentence() {
        StringBuilder text = new StringBuilder();
        text.append(
                switch (phase) {
                    case NOTHING -> "There is nothing to move to.";
                    case WAITING -> "Something is missing.";
                    case READY -> "All is met.";
                    case PROPOSED -> "All is met; others were asked in request " + approval + ".";
                    case BLOCKED -> "It does not move without a person.";
                });
        blocks.forEach(block -> text.append(' ').append(block.sentence()));
        for (Verdict verdict : groups) {
            text.append(' ').append(verdict.group()).append(':');
            verdict.checks().forEach(check -> text.append(' ').append(check.sentence()));
        }
        return text.toString();
    }
}
