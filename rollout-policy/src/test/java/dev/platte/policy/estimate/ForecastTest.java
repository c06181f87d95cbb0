package dev.platte.policy.estimate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.policy.estimate.Forecast.Fleet;
import dev.platte.policy.estimate.Forecast.Plan;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.ramp.EffectiveTime;
import dev.platte.policy.ramp.Ramp;
import dev.platte.policy.ramp.Share;
import dev.platte.policy.window.Windows;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ForecastTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration POLLS = Duration.ofMinutes(50);
    private static final Duration ATTEMPT = Duration.ofMinutes(20);
    private static final Windows FIRST_TO_SECOND_HOUR =
            new Windows(
                    ZoneOffset.UTC,
                    List.of(
                            new Windows.Weekly(
                                    Set.of(DayOfWeek.values()),
                                    LocalTime.of(1, 0),
                                    LocalTime.of(2, 0))),
                    List.of());

    static Stream<Arguments> forecasts() {
        return Stream.of(
                // everybody at once: one round of polls, one attempt
                row(1000, 0, Ramp.INSTANT, Limits.NONE, Windows.ALWAYS, "PT1H10M"),
                // a ramp: its length, one attempt, and the step in which it ends
                row(
                        1000,
                        0,
                        Ramp.linear(Duration.ofHours(24)),
                        Limits.NONE,
                        Windows.ALWAYS,
                        "PT24H25M"),
                // 100 at once, three rounds an hour: 10 rounds of 20 minutes
                row(1000, 0, Ramp.INSTANT, Limits.atOnce(100), Windows.ALWAYS, "PT3H20M"),
                // floors are attempts
                row(1000, 1000, Ramp.INSTANT, Limits.atOnce(100), Windows.ALWAYS, "PT6H40M"),
                // 100 per hour: nine hours pass, the tenth hundred begins in the first minutes of
                // the tenth
                row(
                        1000,
                        0,
                        Ramp.INSTANT,
                        Limits.perPeriod(100, Duration.ofHours(1)),
                        Windows.ALWAYS,
                        "PT9H25M"),
                // an hour a night suffices for a round of polls
                row(1000, 0, Ramp.INSTANT, Limits.NONE, FIRST_TO_SECOND_HOUR, "PT14H10M"),
                // 300 in the first night, and 300 in each night after it: the fourth night has 100
                // left
                row(
                        1000,
                        0,
                        Ramp.INSTANT,
                        Limits.perPeriod(300, Duration.ofHours(20)),
                        FIRST_TO_SECOND_HOUR,
                        "P3DT13H25M"),
                row(0, 0, Ramp.INSTANT, Limits.NONE, Windows.ALWAYS, "PT0S"));
    }

    @ParameterizedTest
    @MethodSource("forecasts")
    void rolloutsTakeAboutAsLongAsArithmeticSays(Fleet fleet, Plan plan, Duration about) {
        Forecast forecast = Forecast.of(fleet, plan, NOON).orElseThrow();

        assertThat(forecast.takes()).isBetween(about.minusMinutes(10), about.plusMinutes(10));
        assertThat(forecast.done()).isEqualTo(NOON.plus(forecast.takes()));
    }

    @Test
    void aRampThatEndsEarlyReachesItsShare() {
        Plan tenth = plan(Ramp.fixed(Share.percent(10)), Limits.NONE, Windows.ALWAYS);

        assertThat(Forecast.of(fleet(1000, 0), tenth, NOON))
                .hasValueSatisfying(forecast -> assertThat(forecast.reached()).hasToString("10 %"));
    }

    @Test
    void whatNeverEndsIsNotForetold() {
        Windows never =
                new Windows(
                        ZoneOffset.UTC,
                        List.of(),
                        List.of(
                                new Windows.Closed(
                                        LocalDate.of(2026, 1, 1),
                                        LocalDate.of(9999, 12, 31),
                                        "for good")));
        Plan paused =
                new Plan(
                        EffectiveTime.NOT_STARTED,
                        Ramp.linear(Duration.ofHours(1)),
                        Limits.NONE,
                        Windows.ALWAYS);

        assertThat(
                        Forecast.of(
                                fleet(9, 0),
                                plan(Ramp.INSTANT, Limits.atOnce(0), Windows.ALWAYS),
                                NOON))
                .isEmpty();
        assertThat(Forecast.of(fleet(9, 0), plan(Ramp.INSTANT, Limits.NONE, never), NOON))
                .isEmpty();
        assertThat(Forecast.of(fleet(9, 0), paused, NOON)).isEmpty();
    }

    @Test
    void periodsAndAttemptsShorterThanAStepAreCountedWhole() {
        Fleet quick = new Fleet(3000, 0, Duration.ofMinutes(1), Duration.ofMinutes(1));
        Plan ten = plan(Ramp.INSTANT, Limits.perPeriod(10, Duration.ofMinutes(1)), Windows.ALWAYS);
        Plan ten2 = plan(Ramp.INSTANT, Limits.atOnce(10), Windows.ALWAYS);

        for (Plan plan : List.of(ten, ten2)) {
            assertThat(Forecast.of(quick, plan, NOON).orElseThrow().takes())
                    .isBetween(Duration.ofMinutes(290), Duration.ofMinutes(310));
        }
    }

    /** More slots are never slower, more hosts are never faster. */
    @Property(tries = 200)
    void forecastsAreMonotone(
            @ForAll @IntRange(min = 1, max = 2000) int hosts,
            @ForAll @IntRange(min = 1, max = 200) int slots,
            @ForAll @IntRange(min = 1, max = 200) int more) {
        Duration takes = takes(hosts, slots);

        assertThat(takes(hosts, slots + more)).isLessThanOrEqualTo(takes);
        assertThat(takes(hosts + more, slots)).isGreaterThanOrEqualTo(takes);
    }

    private static Duration takes(int hosts, int slots) {
        Plan plan = plan(Ramp.linear(Duration.ofHours(3)), Limits.atOnce(slots), Windows.ALWAYS);
        return Forecast.of(fleet(hosts, 0), plan, NOON).orElseThrow().takes();
    }

    private static Arguments row(
            long hosts, long floors, Ramp ramp, Limits limits, Windows windows, String about) {
        return Arguments.of(
                fleet(hosts, floors), plan(ramp, limits, windows), Duration.parse(about));
    }

    private static Fleet fleet(long hosts, long floorSteps) {
        return new Fleet(hosts, floorSteps, POLLS, ATTEMPT);
    }

    private static Plan plan(Ramp ramp, Limits limits, Windows windows) {
        return new Plan(EffectiveTime.startedAt(NOON), ramp, limits, windows);
    }
}
