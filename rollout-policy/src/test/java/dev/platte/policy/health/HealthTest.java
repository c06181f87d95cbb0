package dev.platte.policy.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.platte.policy.health.PromotionRule.Candidate;
import dev.platte.policy.health.PromotionRule.Check;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HealthTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        // updated, failed, timed out, fell back, halts
        "0,   0, 0, 0, false",
        "0,   4, 0, 0, false",
        "0,   5, 0, 0, true",
        "4,   1, 0, 0, false",
        "3,   1, 1, 0, true",
        "3,   0, 0, 2, true",
        "3,   0, 2, 0, true",
        "95,  5, 0, 0, false",
        "90, 10, 0, 0, true",
        "940, 60, 0, 0, false",
        "930, 70, 0, 0, true",
    })
    void theUsualRuleHalts(long updated, long failed, long timedOut, long fellBack, boolean halts) {
        Outcomes outcomes = new Outcomes(updated, failed, timedOut, fellBack);

        assertThat(HaltRule.USUAL.judge(outcomes).isPresent()).isEqualTo(halts);
    }

    @Test
    void oneFallBackHaltsWhereTheRuleAsksForOne() {
        HaltRule strict = new HaltRule(0.1, 1, Confidence.P95);

        assertThat(strict.judge(new Outcomes(0, 0, 0, 1)))
                .hasValueSatisfying(
                        crossed -> {
                            assertThat(crossed.rate()).isOne();
                            assertThat(crossed.bound()).isBetween(0.26, 0.28);
                            assertThat(crossed.sentence())
                                    .isEqualTo(
                                            "1 of 1 attempts failed (100.0 %, surely more than 27.0 %);"
                                                    + " 10.0 % is allowed");
                        });
    }

    @Test
    void aRuleThatAllowsAllNeverHalts() {
        HaltRule never = new HaltRule(1, 1, Confidence.P90);

        assertThat(never.judge(new Outcomes(0, 1_000_000, 0, 0))).isEmpty();
    }

    /** A halt is not undone by one more failure, and never comes without one. */
    @Property
    void oneMoreFailureNeverHeals(
            @ForAll @IntRange(max = 500) int updated, @ForAll @IntRange(max = 500) int failed) {
        var halt = HaltRule.USUAL.judge(new Outcomes(updated, failed, 0, 0));

        if (halt.isPresent()) {
            assertThat(failed).isPositive();
            assertThat(HaltRule.USUAL.judge(new Outcomes(updated, failed, 1, 0))).isPresent();
        }
    }

    @Test
    void canariesSoakAfterTheLastOfThem() {
        CanaryRule three = new CanaryRule(3, Duration.ofHours(6));

        assertThat(three.soakedAt(2, NOON)).isEmpty();
        assertThat(three.soakedAt(3, NOON)).contains(NOON.plus(Duration.ofHours(6)));
        assertThat(CanaryRule.NONE.soakedAt(0, NOON)).contains(NOON);
    }

    @Test
    void aReleaseIsPromotedOnlyWithNothingMissing() {
        PromotionRule rule = new PromotionRule(Duration.ofDays(3), 50, 0.05, Confidence.P95, 2);
        Candidate young =
                new Candidate(
                        NOON, "bad disks", new Outcomes(20, 2, 0, 0), "ann", Set.of("ann", "bob"));
        Candidate ripe =
                new Candidate(NOON, null, new Outcomes(400, 4, 1, 1), "ann", Set.of("bob", "eve"));

        assertThat(rule.missing(young, NOON.plusSeconds(60)))
                .hasExactlyElementsOfTypes(
                        PromotionRule.Running.class,
                        PromotionRule.Soaked.class,
                        PromotionRule.EnoughHosts.class,
                        PromotionRule.FailureRate.class,
                        PromotionRule.Approved.class)
                .extracting(Check::sentence)
                .containsExactly(
                        "Its rollout was stopped: bad disks.",
                        "It has run since 2026-03-01T12:00:00Z; it has to until 2026-03-04T12:00:00Z.",
                        "20 hosts have updated to it; 50 are needed.",
                        "Its failure rate may be as high as 24.1 %; 5.0 % is allowed.",
                        "1 of 2 approvals are given; one's own request does not count.");
        assertThat(rule.missing(ripe, NOON.plus(Duration.ofDays(3)))).isEmpty();
        assertThat(rule.missing(ripe, NOON.plus(Duration.ofDays(3)).minusMillis(1))).hasSize(1);
        assertThat(PromotionRule.earliest(rule.checks(ripe, NOON), NOON))
                .contains(NOON.plus(Duration.ofDays(3)));
        assertThat(PromotionRule.earliest(rule.checks(young, NOON), NOON)).isEmpty();
    }

    @Test
    void nobodyApprovesTheirOwnRequest() {
        PromotionRule one = new PromotionRule(Duration.ZERO, 0, 1, Confidence.P95, 1);

        assertThat(one.missing(by(Set.of("ann")), NOON))
                .isEqualTo(List.of(new PromotionRule.Approved(0, 1, true)));
        assertThat(one.missing(by(Set.of("bob")), NOON)).isEmpty();
        assertThat(PromotionRule.BY_HAND.missing(by(Set.of()), NOON)).isEmpty();
    }

    /** The number in the rule's own documentation. */
    @Test
    void twoPercentTake133Updates() {
        assertThat(Wilson.upper(0, 132, Confidence.P95)).isGreaterThan(0.02);
        assertThat(Wilson.upper(0, 133, Confidence.P95)).isLessThanOrEqualTo(0.02);
    }

    @Test
    void wrongRulesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new HaltRule(1.1, 1, Confidence.P95));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new HaltRule(Double.NaN, 1, Confidence.P95));
        assertThatIllegalArgumentException().isThrownBy(() -> new HaltRule(0.1, 0, Confidence.P95));
        assertThatIllegalArgumentException().isThrownBy(() -> new Confidence(0.4));
        assertThatIllegalArgumentException().isThrownBy(() -> new Outcomes(0, -1, 0, 0));
    }

    private static Candidate by(Set<String> approvers) {
        return new Candidate(NOON, null, Outcomes.NONE, "ann", approvers);
    }
}
