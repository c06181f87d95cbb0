package dev.platte.policy.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * When a release may go on to the next channel: alpha, beta, stable.
 *
 * @param soak how long it must have run, 0 to 366 days
 * @param minUpdated how many hosts must have updated to it
 * @param allowed its failure rate must surely be at or below this, 0 to 1; 1 asks nothing. "Surely"
 *     needs numbers: 2 % with 95 % confidence takes 133 updates without a failure
 * @param confidence how sure
 * @param approvals by how many people other than the one who asked
 */
public record PromotionRule(
        Duration soak, long minUpdated, double allowed, Confidence confidence, int approvals) {

    /** Asks nothing: a person decides. */
    public static final PromotionRule BY_HAND =
            new PromotionRule(Duration.ZERO, 0, 1, Confidence.P95, 0);

    public PromotionRule {
        if (soak.isNegative() || soak.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException("a release soaks 0 to 366 days, not " + soak);
        }
        if (!(allowed >= 0 && allowed <= 1)) {
            throw new IllegalArgumentException(
                    "an allowed failure rate lies in 0 to 1, not " + allowed);
        }
        if (minUpdated < 0 || approvals < 0) {
            throw new IllegalArgumentException("numbers of hosts and approvals are 0 or more");
        }
    }

    /**
     * What is known of a release that is to be promoted.
     *
     * @param since since when it runs in the channel it comes from, in 1970 to 9999
     * @param haltedBecause its rollout is halted; null if not
     * @param requestedBy who wants it promoted
     * @param approvedBy who agrees; the one who asked does not count
     */
    public record Candidate(
            Instant since,
            @Nullable String haltedBecause,
            Outcomes outcomes,
            String requestedBy,
            Set<String> approvedBy) {

        private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

        public Candidate {
            if (since.isBefore(Instant.EPOCH) || since.isAfter(LATEST)) {
                throw new IllegalArgumentException("an instant lies in 1970 to 9999, not " + since);
            }
            approvedBy = Set.copyOf(approvedBy);
        }
    }

    /** What is still missing. */
    public sealed interface Unmet {

        /** One sentence for people. */
        default String sentence() {
            return switch (this) {
                case Halted(String why) -> "Its rollout is halted: " + why + ".";
                case Soaking(Instant until) -> "It has to run until " + until + ".";
                case TooFewHosts(long updated, long needed) ->
                        updated + " hosts have updated to it; " + needed + " are needed.";
                case FailureRate(double upper, double allowed) ->
                        String.format(
                                Locale.ROOT,
                                "Its failure rate may be as high as %.1f %%; %.1f %% is allowed.",
                                upper * 100,
                                allowed * 100);
                case Approvals(int given, int needed, boolean own) ->
                        given
                                + " of "
                                + needed
                                + " approvals are given"
                                + (own ? "; one's own request does not count." : ".");
            };
        }
    }

    public record Halted(String why) implements Unmet {}

    public record Soaking(Instant until) implements Unmet {}

    public record TooFewHosts(long updated, long needed) implements Unmet {}

    /**
     * The failure rate may be as high as {@code upper}, which is above {@code allowed}; both 0 to
     * 1.
     */
    public record FailureRate(double upper, double allowed) implements Unmet {}

    /**
     * Too few agree.
     *
     * @param own the one who asked approved too, in vain
     */
    public record Approvals(int given, int needed, boolean own) implements Unmet {}

    /** All that is missing; empty: it may be promoted. */
    public List<Unmet> missing(Candidate candidate, Instant now) {
        List<Unmet> missing = new ArrayList<>();
        if (candidate.haltedBecause() != null) {
            missing.add(new Halted(candidate.haltedBecause()));
        }
        if (now.isBefore(candidate.since().plus(soak))) {
            missing.add(new Soaking(candidate.since().plus(soak)));
        }
        Outcomes outcomes = candidate.outcomes();
        if (outcomes.updated() < minUpdated) {
            missing.add(new TooFewHosts(outcomes.updated(), minUpdated));
        }
        double upper = Wilson.upper(outcomes.failures(), outcomes.resolved(), confidence);
        if (upper > allowed) {
            missing.add(new FailureRate(upper, allowed));
        }
        boolean own = candidate.approvedBy().contains(candidate.requestedBy());
        int given = candidate.approvedBy().size() - (own ? 1 : 0);
        if (given < approvals) {
            missing.add(new Approvals(given, approvals, own));
        }
        return missing;
    }
}
