package dev.platte.policy.ramp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EffectiveTimeTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    @Test
    void pausesDoNotCount() {
        EffectiveTime time =
                EffectiveTime.startedAt(NOON)
                        .paused(NOON.plusSeconds(3600))
                        .resumed(NOON.plusSeconds(10_000));

        assertThat(time.at(NOON.plusSeconds(10_060))).isEqualTo(Duration.ofSeconds(3660));
    }

    @Test
    void pausingTwiceIsPausingOnce() {
        EffectiveTime paused = EffectiveTime.startedAt(NOON).paused(NOON.plusSeconds(5));

        assertThat(paused.paused(NOON.plusSeconds(50))).isEqualTo(paused);
        EffectiveTime resumed = paused.resumed(NOON.plusSeconds(60));
        assertThat(resumed.resumed(NOON.plusSeconds(70))).isEqualTo(resumed);
    }

    @Test
    void aClockSetBackTakesNothingAway() {
        EffectiveTime time = new EffectiveTime(Duration.ofHours(2), NOON);

        assertThat(time.at(NOON.minusSeconds(9999))).isEqualTo(Duration.ofHours(2));
        assertThat(time.paused(NOON.minusSeconds(9999)).before()).isEqualTo(Duration.ofHours(2));
    }

    @Test
    void aStartInTheFutureIsForetold() {
        EffectiveTime time = EffectiveTime.startedAt(NOON.plusSeconds(100));

        assertThat(time.at(NOON)).isZero();
        assertThat(time.reaches(Duration.ofSeconds(5))).contains(NOON.plusSeconds(105));
        assertThat(EffectiveTime.NOT_STARTED.reaches(Duration.ZERO)).isEmpty();
    }

    @Test
    void farInstantsDoNotOverflow() {
        EffectiveTime time = EffectiveTime.startedAt(Instant.EPOCH);

        assertThat(time.at(Instant.MAX)).isEqualTo(Duration.ofDays(36_525));
        assertThat(time.paused(Instant.MAX).resumed(NOON).at(Instant.MAX))
                .isEqualTo(Duration.ofDays(73_050));
        assertThatIllegalArgumentException().isThrownBy(() -> EffectiveTime.startedAt(Instant.MAX));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EffectiveTime(Duration.ofSeconds(-1), null));
    }
}
