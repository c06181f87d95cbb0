package dev.platte.server.api;

import dev.platte.db.promotion.Candidacy;
import dev.platte.policy.health.PromotionRule;
import dev.platte.policy.health.PromotionRule.Check;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a rule stands that moves a channel by itself.
 *
 * @param from the channel that is led on
 * @param version what it points to
 * @param since since when the release runs in the groups of {@code from}
 * @param earliest when the channel moves if nothing but time is missing
 * @param approvals how many others must agree; 0: the rule moves the channel by itself
 * @param approval the open request
 * @param sentence all of it for people
 */
record CandidacyView(
        String from,
        @Nullable String version,
        Candidacy.Phase phase,
        @Nullable Instant since,
        @Nullable Instant earliest,
        int approvals,
        @Nullable Long approval,
        List<VerdictView> groups,
        List<BlockView> blocks,
        String sentence) {

    /** One group, and what its rule asks. */
    record VerdictView(String group, List<CheckView> checks) {}

    /**
     * Something that a rule asks.
     *
     * @param since and {@code until}: from when to when it has to run
     * @param have hosts, percent or approvals, as {@code need} is of them
     */
    record CheckView(
            What check,
            boolean met,
            String sentence,
            @Nullable Instant since,
            @Nullable Instant until,
            @Nullable Double have,
            @Nullable Double need) {

        static CheckView of(Check check) {
            return switch (check) {
                case PromotionRule.Running _ ->
                        new CheckView(
                                What.RUNNING,
                                check.met(),
                                check.sentence(),
                                null,
                                null,
                                null,
                                null);
                case PromotionRule.Soaked(Instant since, Instant until, boolean met) ->
                        new CheckView(What.SOAKED, met, check.sentence(), since, until, null, null);
                case PromotionRule.EnoughHosts(long updated, long needed) ->
                        numbers(What.ENOUGH_HOSTS, check, updated, needed);
                case PromotionRule.FailureRate(double upper, double allowed) ->
                        numbers(What.FAILURE_RATE, check, upper * 100, allowed * 100);
                case PromotionRule.Approved(int given, int needed, boolean own) ->
                        numbers(What.APPROVED, check, given, needed);
            };
        }

        private static CheckView numbers(What what, Check check, double have, double need) {
            return new CheckView(what, check.met(), check.sentence(), null, null, have, need);
        }
    }

    /** What a rule can ask. */
    enum What {
        RUNNING,
        SOAKED,
        ENOUGH_HOSTS,
        /** How high it may be, in percent, against what is allowed. */
        FAILURE_RATE,
        APPROVED
    }

    /** What holds it whatever the groups show. */
    record BlockView(Candidacy.Block block, String sentence) {}

    static CandidacyView of(Candidacy candidacy) {
        return new CandidacyView(
                candidacy.from(),
                candidacy.version(),
                candidacy.phase(),
                candidacy.since(),
                candidacy.earliest(),
                candidacy.approvals(),
                candidacy.approval(),
                candidacy.groups().stream()
                        .map(
                                verdict ->
                                        new VerdictView(
                                                verdict.group(),
                                                verdict.checks().stream()
                                                        .map(CheckView::of)
                                                        .toList()))
                        .toList(),
                candidacy.blocks().stream()
                        .map(block -> new BlockView(block, block.sentence()))
                        .toList(),
                candidacy.sentence());
    }
}
