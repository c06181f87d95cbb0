package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.poll.Answer.Pace;
import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** update_engine's own cases (update_check_scheduler_unittest.cc). */
class ScheduleTest {
    @Property
    void firstCheckComesAfterTwoToTwelveMinutes(@ForAll long seed) {
        assertThat(Schedule.first(new Random(seed)).pause().toSeconds()).isBetween(120L, 720L);
    }

    @ParameterizedTest
    @CsvSource({
        // PollInterval, HTTP status, last pause; base, least, most
        "0, 200, 420, 2700, 2400, 3000",
        "0, 404, 2700, 2700, 2400, 3000",
        "0, 0, 2700, 2700, 2400, 3000",
        "60, 200, 2700, 2700, 2400, 3000",
        "2699, 200, 2700, 2700, 2400, 3000",
        "2700, 200, 2700, 2700, 1350, 4050",
        "3600, 200, 2700, 3600, 1800, 5400",
        "14400, 200, 2700, 14400, 7200, 21600",
        "86400, 200, 2700, 14400, 7200, 21600",
        "-5, 200, 2700, 2700, 2400, 3000",
        "0, 500, 2700, 5400, 2700, 8100",
        "0, 503, 5400, 10800, 5400, 16200",
        "0, 503, 10800, 14400, 7200, 21600",
        "0, 500, 420, 2700, 2400, 3000",
        "3600, 503, 14400, 3600, 1800, 5400"
    })
    void nextCheckFollowsTheServersWishWithinBounds(
            int poll, int status, int last, int base, long least, long most) {
        for (long seed = 0; seed < 200; seed++) {
            Schedule.Interval next =
                    Schedule.next(
                            new Pace(poll, status, Duration.ZERO),
                            Duration.ofSeconds(last),
                            new Random(seed));
            assertThat(next.base()).isEqualTo(Duration.ofSeconds(base));
            assertThat(next.pause().toSeconds()).isBetween(least, most);
        }
    }

    @Property
    void noAnswerMakesAHostAskMoreOftenThanEveryTwentyMinutes(
            @ForAll int poll, @ForAll @IntRange(min = 0, max = 999) int status, @ForAll long seed) {
        Schedule.Interval next =
                Schedule.next(
                        new Pace(poll, status, Duration.ZERO),
                        Duration.ofSeconds(2700),
                        new Random(seed));
        assertThat(next.pause()).isGreaterThanOrEqualTo(Duration.ofSeconds(1350));
        assertThat(next.pause()).isLessThanOrEqualTo(Duration.ofHours(6));
    }
}
