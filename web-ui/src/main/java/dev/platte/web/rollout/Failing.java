package dev.platte.web.rollout;

import dev.platte.db.rollout.Rollout;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.health.Outcomes;
import dev.platte.policy.health.Wilson;
import java.util.Locale;

/**
 * How much a rollout fails, against what its halt rule allows.
 *
 * @param failures of {@code ended} attempts, since it was last resumed from a halt
 * @param bound the least failure rate that these numbers are compatible with, 0 to 1: above {@code
 *     allowed} the rule halts
 * @param allowed 0 to 1
 */
public record Failing(long failures, long ended, double bound, double allowed, int sample) {

    /** The gauge shows four times what is allowed, at least a tenth. */
    private static final double GAUGE = 4;

    static Failing of(Rollout rollout) {
        HaltRule rule = rollout.pace().halt();
        Outcomes judged = rollout.counted().judged();
        if (rollout.crossed() != null) {
            HaltRule.Crossed crossed = rollout.crossed();
            return new Failing(
                    crossed.failures(),
                    crossed.resolved(),
                    crossed.bound(),
                    crossed.allowed(),
                    rule.minimumSample());
        }
        return new Failing(
                judged.failures(),
                judged.resolved(),
                Wilson.lower(judged.failures(), judged.resolved(), rule.confidence()),
                rule.allowed(),
                rule.minimumSample());
    }

    /** The plain rate, 0 to 1. */
    public double rate() {
        return ended == 0 ? 0 : (double) failures / ended;
    }

    /** Whether more fail than may, as far as few attempts can say. */
    public boolean over() {
        return failures > 0 && rate() > allowed;
    }

    public String ratePercent() {
        return percent(rate());
    }

    public String boundPercent() {
        return percent(bound);
    }

    public String allowedPercent() {
        return percent(allowed);
    }

    /** Where the rate stands on the gauge, in percent of its length. */
    public double rateAt() {
        return at(rate());
    }

    public double boundAt() {
        return at(bound);
    }

    public double allowedAt() {
        return at(allowed);
    }

    private double at(double rate) {
        return Math.min(100, 100 * rate / Math.min(1, Math.max(0.1, allowed * GAUGE)));
    }

    private static String percent(double rate) {
        return String.format(Locale.ROOT, rate >= 0.1 ? "%.0f %%" : "%.1f %%", rate * 100);
    }
}
