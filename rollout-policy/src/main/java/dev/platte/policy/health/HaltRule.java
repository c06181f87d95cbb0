package dev.platte.policy.health;

import java.util.Locale;
import java.util.Optional;

/**
 * When a rollout stops by itself: as soon as the failure rate is above the allowed one, beyond
 * reasonable doubt.
 *
 * <p>The rate is that of {@linkplain Outcomes#resolved resolved} attempts, not of the group: in the
 * group's first hour nearly nobody has failed, because nearly nobody has tried.
 *
 * @param allowed the failure rate that is still well, 0 to 1; 1 never halts
 * @param minimumSample no halt before so many attempts have ended, 1 or more
 * @param confidence how sure the rule must be
 */
public record HaltRule(double allowed, int minimumSample, Confidence confidence) {

    /**
     * More than 5 % of at least 5, with 95 % confidence: 2 of the first 5 failing halt, 1 does not.
     */
    public static final HaltRule USUAL = new HaltRule(0.05, 5, Confidence.P95);

    public HaltRule {
        if (!(allowed >= 0 && allowed <= 1)) {
            throw new IllegalArgumentException(
                    "an allowed failure rate lies in 0 to 1, not " + allowed);
        }
        if (minimumSample < 1) {
            throw new IllegalArgumentException(
                    "a minimum sample is 1 or more, not " + minimumSample);
        }
    }

    /**
     * The bound that was crossed, with its facts.
     *
     * @param failures of {@code resolved} attempts
     * @param rate the plain rate, 0 to 1
     * @param bound the least failure rate that these numbers are compatible with, above {@code
     *     allowed}
     * @param allowed what the rule allows
     */
    public record Crossed(long failures, long resolved, double rate, double bound, double allowed) {

        /** One sentence for people. */
        public String sentence() {
            return String.format(
                    Locale.ROOT,
                    "%d of %d attempts failed (%.1f %%, surely more than %.1f %%); %.1f %% is allowed",
                    failures,
                    resolved,
                    rate * 100,
                    bound * 100,
                    allowed * 100);
        }
    }

    /** Empty while the rollout may go on. */
    public Optional<Crossed> judge(Outcomes outcomes) {
        long failures = outcomes.failures();
        long resolved = outcomes.resolved();
        if (resolved < minimumSample) {
            return Optional.empty();
        }
        double bound = Wilson.lower(failures, resolved, confidence);
        if (bound <= allowed) {
            return Optional.empty();
        }
        return Optional.of(
                new Crossed(failures, resolved, (double) failures / resolved, bound, allowed));
    }
}
