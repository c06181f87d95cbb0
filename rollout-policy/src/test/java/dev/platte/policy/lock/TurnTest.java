package dev.platte.policy.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.platte.policy.health.CanaryRule;
import dev.platte.policy.lock.Candidate.CanariesBack;
import dev.platte.policy.window.Windows;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TurnTest {

    private static final Instant NOW = Instant.parse("2026-03-02T10:00:00Z");
    private static final Occupancy EMPTY = new Occupancy(100, 0, 0, 0, null);
    private static final Windows SUNDAYS =
            new Windows(
                    ZoneId.of("UTC"),
                    List.of(
                            new Windows.Weekly(
                                    Set.of(DayOfWeek.SUNDAY),
                                    LocalTime.of(2, 0),
                                    LocalTime.of(4, 0))),
                    List.of());

    private static LockRules rules(SlotLimit limit) {
        return new LockRules(
                limit,
                Duration.ofHours(1),
                Duration.ZERO,
                new OverdueRule.Hold(),
                2,
                new LockRules.Order(
                        Set.of("canary"), new CanaryRule(1, Duration.ofHours(1)), Map.of("db", -5)),
                Windows.ALWAYS,
                true);
    }

    private static Candidate at(int position) {
        return new Candidate(true, null, null, null, position);
    }

    private static Candidate after(@Nullable Instant lastCanary, long back) {
        return new Candidate(false, null, null, new CanariesBack(back, lastCanary), 1);
    }

    private static String told(LockRules rules, Occupancy group, Candidate host) {
        return switch (Turn.of(rules, group, host, NOW)) {
            case Turn.Go() -> "go";
            case Turn.Wait(WaitReason reason, Duration retry) ->
                    reason.kind() + ": " + reason.sentence() + " (" + retry + ")";
        };
    }

    @Test
    void thoseInFrontHaveASlotEachKeptForThem() {
        LockRules three = rules(new SlotLimit.Hosts(3));

        assertThat(told(three, EMPTY, at(3))).isEqualTo("go");
        assertThat(told(three, EMPTY, at(4)))
                .isEqualTo(
                        "failed_lock_semaphore_full: 0 of 3 slots are taken, position 4 (PT15S)");
        Occupancy two = EMPTY.afterGrant().afterGrant();
        assertThat(told(three, two, at(1))).isEqualTo("go");
        assertThat(told(three, two, at(9)))
                .isEqualTo("failed_lock_semaphore_full: 2 of 3 slots are taken, position 9 (PT2M)");
        assertThat(told(three, two.afterGrant(), at(9_000))).endsWith("position 9000 (PT5M)");
    }

    @Test
    void aLoweredLimitTakesNothingAwayAndGivesNothing() {
        Occupancy five = new Occupancy(100, 5, 0, 0, null);

        assertThat(told(rules(new SlotLimit.Hosts(3)), five, at(1)))
                .startsWith("failed_lock_semaphore_full: 5 of 3");
    }

    @Test
    void aLimitOfZeroFreezes() {
        assertThat(told(rules(new SlotLimit.Hosts(0)), EMPTY, at(1)))
                .isEqualTo("group_paused: nobody reboots: the limit is 0 (PT5M)");
        assertThat(told(rules(new SlotLimit.Percent(0)), EMPTY, at(1)))
                .isEqualTo("group_paused: nobody reboots: the limit is 0% (PT5M)");
    }

    @Test
    void whatStopsEverybodyIsToldBeforeWhatHoldsTheHost() {
        Candidate bad = new Candidate(true, "2.0.0 is halted", "2.0.0 was withdrawn", null, 1);
        LockRules sundays =
                new LockRules(
                        SlotLimit.ONE,
                        Duration.ofHours(1),
                        Duration.ZERO,
                        new OverdueRule.Hold(),
                        2,
                        LockRules.Order.FIRST_COME,
                        SUNDAYS,
                        true);
        Occupancy spent = new Occupancy(100, 1, 1, 2, null);

        assertThat(told(sundays, new Occupancy(100, 1, 1, 2, "freeze of the year"), bad))
                .isEqualTo("group_paused: nobody reboots: freeze of the year (PT5M)");
        assertThat(told(sundays, spent, bad))
                .isEqualTo(
                        "rollout_halted: nobody reboots: 2 hosts failed and 1 are overdue, 2 may (PT5M)");
        assertThat(told(sundays, EMPTY, bad)).isEqualTo("rollout_halted: 2.0.0 is halted (PT5M)");
        assertThat(told(sundays, EMPTY, new Candidate(true, null, "2.0.0 was withdrawn", null, 1)))
                .isEqualTo("node_not_eligible: 2.0.0 was withdrawn (PT5M)");
        assertThat(told(sundays, EMPTY, at(1)))
                .isEqualTo(
                        "outside_window: the next reboot window opens at 2026-03-08T02:00:00Z (PT1H)");
    }

    @Test
    void theBudgetIsSpentByOneMoreThanItAllows() {
        assertThat(told(rules(SlotLimit.ONE), new Occupancy(9, 0, 1, 1, null), at(1)))
                .isEqualTo("go");
        assertThat(told(rules(SlotLimit.ONE), new Occupancy(9, 0, 2, 1, null), at(1)))
                .startsWith("rollout_halted");
    }

    @Test
    void othersFollowOnceTheCanariesHaveSoaked() {
        LockRules rules = rules(new SlotLimit.Hosts(9));

        assertThat(told(rules, EMPTY, after(null, 0)))
                .isEqualTo("node_not_eligible: 0 of 1 canaries are back (PT1M)");
        assertThat(told(rules, EMPTY, after(NOW.minusSeconds(3540), 1)))
                .isEqualTo(
                        "node_not_eligible: the canaries are back, the others follow at 2026-03-02T10:01:00Z (PT1M)");
        assertThat(told(rules, EMPTY, after(NOW.minusSeconds(3600), 1))).isEqualTo("go");
        assertThat(told(rules, EMPTY, new Candidate(false, null, null, null, 1)))
                .as("who does not say where it goes is held by the order alone")
                .isEqualTo("go");
    }

    @Test
    void canariesRankBeforePrioritiesBeforeTheRest() {
        LockRules.Order order =
                new LockRules.Order(
                        Set.of("first"), CanaryRule.NONE, Map.of("high", 100, "low", -100));

        assertThat(order.rank("first")).isGreaterThan(order.rank("high"));
        assertThat(order.rank("high")).isGreaterThan(order.rank("any"));
        assertThat(order.rank("any")).isGreaterThan(order.rank("low"));
    }

    @Test
    void wrongRulesAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new SlotLimit.Hosts(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> new SlotLimit.Percent(101));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new OverdueRule.ReclaimAfter(Duration.ofSeconds(59)));
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new LockRules.Order(
                                        Set.of("one"), new CanaryRule(2, Duration.ZERO), Map.of()))
                .withMessageContaining("nobody else would ever follow");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LockRules.Order(Set.of(), CanaryRule.NONE, Map.of("a", 101)));
    }

    @Property
    void aShareIsRoundedDownAndNeverNobody(
            @ForAll @LongRange(max = 10_000_000) long hosts,
            @ForAll @IntRange(max = 100) int percent) {
        int limit = new SlotLimit.Percent(percent).of(hosts);

        if (percent == 0) {
            assertThat(limit).isZero();
        } else {
            assertThat(limit).isBetween(1, 1_000_000);
            if (limit > 1) {
                assertThat(limit * 100L).isLessThanOrEqualTo(hosts * percent);
            }
        }
    }

    /** However hosts are placed and whoever asks first, a batch never takes more than there are. */
    @Property
    void noOrderOfAskingTakesMoreThanThereIs(
            @ForAll @IntRange(max = 10) int limit,
            @ForAll @IntRange(max = 12) int taken,
            @ForAll List<@IntRange(min = 1, max = 20) Integer> positions) {
        LockRules rules = rules(new SlotLimit.Hosts(limit));
        Occupancy group = new Occupancy(20, taken, 0, 0, null);
        int granted = 0;
        for (int position : positions) {
            if (Turn.of(rules, group, at(position), NOW) instanceof Turn.Go) {
                group = group.afterGrant();
                granted++;
            }
        }

        assertThat(granted).isLessThanOrEqualTo(Math.max(0, limit - taken));
    }
}
