package dev.platte.policy.health;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
     * @param stoppedBecause its rollout is halted or paused; null if not
     * @param requestedBy who wants it promoted
     * @param approvedBy who agrees; the one who asked does not count
     */
    public record Candidate(
            Instant since,
            @Nullable String stoppedBecause,
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

    /** Something that a rule asks, and whether it is so. */
    public sealed interface Check {

        boolean met();

        /** One sentence for people. */
        default String sentence() {
            return switch (this) {
                case Running(String why) ->
                        why == null
                                ? "Its rollout was not stopped."
                                : "Its rollout was stopped: "
                                        + (why.endsWith(".") ? why : why + ".");
                case Soaked(Instant since, Instant until, boolean met) ->
                        met
                                ? "It has run since " + since + ", which is long enough."
                                : "It has run since " + since + "; it has to until " + until + ".";
                case EnoughHosts(long updated, long needed) ->
                        updated + " hosts have updated to it; " + needed + " are needed.";
                case FailureRate(double upper, double allowed) ->
                        String.format(
                                Locale.ROOT,
                                upper <= allowed
                                        ? "Its failure rate is surely at most %.1f %%; %.1f %% is allowed."
                                        : "Its failure rate may be as high as %.1f %%; %.1f %% is allowed.",
                                upper * 100,
                                allowed * 100);
                case Approved(int given, int needed, boolean own) ->
                        given
                                + " of "
                                + needed
                                + " approvals are given"
                                + (own ? "; one's own request does not count." : ".");
            };
        }
    }

    /**
     * It was not halted or paused.
     *
     * @param stopped why it was; null: it was not
     */
    public record Running(@Nullable String stopped) implements Check {
        @Override
        public boolean met() {
            return stopped == null;
        }
    }

    /** It has run from {@code since} to {@code until}, which is when it is long enough. */
    public record Soaked(Instant since, Instant until, boolean met) implements Check {}

    public record EnoughHosts(long updated, long needed) implements Check {
        @Override
        public boolean met() {
            return updated >= needed;
        }
    }

    /** The failure rate may be as high as {@code upper}; both 0 to 1. */
    public record FailureRate(double upper, double allowed) implements Check {
        @Override
        public boolean met() {
            return upper <= allowed;
        }
    }

    /**
     * Enough people agree.
     *
     * @param own the one who asked approved too, in vain
     */
    public record Approved(int given, int needed, boolean own) implements Check {
        @Override
        public boolean met() {
            return given >= needed;
        }
    }

    /** All that the rule asks; what it asks nothing of is not in it. */
    public List<Check> checks(Candidate candidate, Instant now) {
        List<Check> checks = new ArrayList<>();
        checks.add(new Running(candidate.stoppedBecause()));
        if (!soak.isZero()) {
            Instant until = candidate.since().plus(soak);
            checks.add(new Soaked(candidate.since(), until, !now.isBefore(until)));
        }
        Outcomes outcomes = candidate.outcomes();
        if (minUpdated > 0) {
            checks.add(new EnoughHosts(outcomes.updated(), minUpdated));
        }
        if (allowed < 1) {
            double upper = Wilson.upper(outcomes.failures(), outcomes.resolved(), confidence);
            checks.add(new FailureRate(upper, allowed));
        }
        if (approvals > 0) {
            boolean own = candidate.approvedBy().contains(candidate.requestedBy());
            int given = candidate.approvedBy().size() - (own ? 1 : 0);
            checks.add(new Approved(given, approvals, own));
        }
        return checks;
    }

    /** What of it is missing; empty: it may be promoted. */
    public List<Check> missing(Candidate candidate, Instant now) {
        return checks(candidate, now).stream().filter(check -> !check.met()).toList();
    }

    /**
     * When all of it is met if nothing but time is missing; empty: that cannot be foretold.
     *
     * @param checks of one look
     * @param now of the same look
     */
    public static Optional<Instant> earliest(List<Check> checks, Instant now) {
        Instant earliest = now;
        for (Check check : checks) {
            if (!check.met()) {
                if (!(check instanceof Soaked soaked)) {
                    return Optional.empty();
                }
                earliest = soaked.until();
            }
        }
        return Optional.of(earliest);
    }
}
