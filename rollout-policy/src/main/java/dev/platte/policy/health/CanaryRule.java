package dev.platte.policy.health;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a rollout's canaries are through: so many of them updated, and then so long without a halt.
 *
 * @param hosts 0 (no canaries) or more
 * @param soak counted from the update of the last of them, 0 to 1 year
 */
public record CanaryRule(int hosts, Duration soak) {

    public static final CanaryRule NONE = new CanaryRule(0, Duration.ZERO);

    public CanaryRule {
        if (hosts < 0) {
            throw new IllegalArgumentException("a number of canaries is 0 or more, not " + hosts);
        }
        if (soak.isNegative() || soak.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException("canaries soak 0 to 366 days, not " + soak);
        }
    }

    /**
     * When everybody else may follow: what {@link dev.platte.policy.ramp.EffectiveTime} starts at.
     *
     * @param updated canaries seen from the new version
     * @param lastUpdated when the one that completed the number was
     * @return empty while canaries are missing
     */
    public Optional<Instant> soakedAt(long updated, Instant lastUpdated) {
        return updated < hosts ? Optional.empty() : Optional.of(lastUpdated.plus(soak));
    }
}
