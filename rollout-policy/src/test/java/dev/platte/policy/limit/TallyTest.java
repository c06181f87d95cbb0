package dev.platte.policy.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TallyTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration QUARTER = Duration.ofMinutes(15);

    @Test
    void aPeriodBeginsWithItsFirstGrant() {
        Limits two = Limits.perPeriod(2, QUARTER);
        Tally tally = Tally.EMPTY.afterGrant(two, NOON);

        assertThat(tally.fullUntil(two, NOON)).isEmpty();
        tally = tally.afterGrant(two, NOON.plusSeconds(800));
        assertThat(tally.fullUntil(two, NOON.plusSeconds(899))).contains(NOON.plus(QUARTER));
        assertThat(tally.fullUntil(two, NOON.plusSeconds(900))).isEmpty();
        assertThat(tally.afterGrant(two, NOON.plusSeconds(5000)))
                .isEqualTo(new Tally(3, NOON.plusSeconds(5000), 1));
    }

    @Test
    void aReleasedSlotIsFreeAndItsGrantStaysCounted() {
        Limits one = new Limits(1, 2, QUARTER);
        Tally tally = Tally.EMPTY.afterGrant(one, NOON);

        assertThat(tally.hasSlot(one)).isFalse();
        assertThat(tally.afterRelease().hasSlot(one)).isTrue();
        assertThat(tally.afterRelease().granted()).isOne();
        assertThatIllegalArgumentException().isThrownBy(() -> Tally.EMPTY.afterRelease());
    }

    @Test
    void aLimitOfNobodyStopsEverybody() {
        Limits nobody = new Limits(0, 0, QUARTER);

        assertThat(Tally.EMPTY.hasSlot(nobody)).isFalse();
        assertThat(Tally.EMPTY.fullUntil(nobody, NOON)).contains(NOON.plus(QUARTER));
        assertThat(Tally.EMPTY.hasSlot(Limits.NONE)).isTrue();
        assertThat(Tally.EMPTY.fullUntil(Limits.NONE, NOON)).isEmpty();
    }

    @Test
    void aClockSetBackGrantsNothingTwice() {
        Limits one = Limits.perPeriod(1, QUARTER);
        Tally tally = Tally.EMPTY.afterGrant(one, NOON);

        assertThat(tally.fullUntil(one, NOON.minusSeconds(3600))).contains(NOON.plus(QUARTER));
    }

    /**
     * Any grants and releases at any times: never more than N open, never more than M in a period.
     */
    @Property
    void noLimitIsEverExceeded(
            @ForAll @IntRange(min = 0, max = 5) int atOnce,
            @ForAll @IntRange(min = 0, max = 5) int perPeriod,
            @ForAll List<@IntRange(min = -100, max = 1000) Integer> steps) {
        Limits limits = new Limits(atOnce, perPeriod, QUARTER);
        Tally tally = Tally.EMPTY;
        Instant now = NOON;
        for (int step : steps) {
            now = now.plusSeconds(Math.abs(step));
            if (step < 0 && tally.open() > 0) {
                tally = tally.afterRelease();
            } else if (tally.hasSlot(limits) && tally.fullUntil(limits, now).isEmpty()) {
                tally = tally.afterGrant(limits, now);
            }
            assertThat(tally.open()).isBetween(0L, (long) atOnce);
            assertThat(tally.granted()).isBetween(0L, (long) perPeriod);
        }
    }
}
