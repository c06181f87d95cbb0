package dev.platte.web.fleet;

import dev.platte.db.explain.Explanation;
import dev.platte.policy.decide.Reason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One reason why a host gets what it gets.
 *
 * @param code its stable name
 * @param effect {@code holds}, {@code passes} where time alone ends it, or {@code tells}
 * @param until when it ends, if that can be foretold
 */
record WhyLine(String code, String sentence, String effect, @Nullable Instant until) {

    /** What holds the host comes first. */
    static List<WhyLine> of(Explanation explanation) {
        return explanation.reasons().stream()
                .map(WhyLine::of)
                .sorted((one, two) -> Integer.compare(one.rank(), two.rank()))
                .toList();
    }

    private static WhyLine of(Reason reason) {
        boolean holds = reason.code().effect() != Reason.Effect.TELLS;
        boolean passes = reason.passes() || reason instanceof Reason.Pinned;
        return new WhyLine(
                reason.code().name(),
                reason.sentence(),
                holds ? (passes ? "passes" : "holds") : "tells",
                Explanation.passesAt(reason).orElse(null));
    }

    private int rank() {
        return switch (effect) {
            case "holds" -> 0;
            case "passes" -> 1;
            default -> 2;
        };
    }
}
