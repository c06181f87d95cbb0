package dev.platte.policy.ramp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RampTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final long TEN_YEARS = Duration.ofDays(3_650).toNanos();

    @ParameterizedTest
    @CsvSource({
        // first, to, over, elapsed, open in percent
        "0,   100, PT10H, PT0S,    0",
        "0,   100, PT10H, PT1H,    10",
        "0,   100, PT10H, PT5H,    50",
        "0,   100, PT10H, PT10H,   100",
        "0,   100, PT10H, P10000D, 100",
        "20,  40,  PT4H,  PT1H,    25",
        "0,   100, PT0S,  PT0S,    100",
        "30,  30,  PT5H,  PT1H,    30",
        "0,   100, PT10H, PT-1H,   0",
    })
    void framesAreStraightLines(int first, int to, Duration over, Duration elapsed, int open) {
        Ramp ramp =
                new Ramp(Share.percent(first), List.of(new Ramp.Frame(Share.percent(to), over)));

        assertThat(ramp.threshold(elapsed) / (double) Bucket.COUNT * 100)
                .isCloseTo(open, org.assertj.core.data.Offset.offset(1e-9));
    }

    @Test
    void framesFollowEachOther() {
        Ramp ramp =
                new Ramp(
                        Share.percent(1),
                        List.of(
                                new Ramp.Frame(Share.percent(1), Duration.ofHours(24)),
                                new Ramp.Frame(Share.percent(10), Duration.ZERO),
                                new Ramp.Frame(Share.ALL, Duration.ofHours(9))));

        assertThat(ramp.threshold(Duration.ofHours(24).minusNanos(1)))
                .isEqualTo(Share.percent(1).threshold());
        assertThat(ramp.threshold(Duration.ofHours(24))).isEqualTo(Share.percent(10).threshold());
        assertThat(ramp.threshold(Duration.ofHours(33))).isEqualTo(Bucket.COUNT);
    }

    @Test
    void aRampNeverFalls() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                new Ramp(
                                        Share.percent(10),
                                        List.of(new Ramp.Frame(Share.percent(9), Duration.ZERO))))
                .withMessageContaining("10 %")
                .withMessageContaining("9 %");
    }

    @Property
    void theThresholdNeverFalls(
            @ForAll("ramps") Ramp ramp,
            @ForAll @LongRange(max = 4_000_000_000_000_000L) long nanos,
            @ForAll @LongRange(max = 4_000_000_000_000_000L) long later) {
        long before = ramp.threshold(Duration.ofNanos(nanos));
        long after = ramp.threshold(Duration.ofNanos(nanos).plusNanos(later));

        assertThat(before).isBetween(ramp.first().threshold(), after);
        assertThat(after).isLessThanOrEqualTo(ramp.last().threshold());
    }

    @Property
    void theForetoldTimeIsTheFirstOfAdmission(
            @ForAll("ramps") Ramp ramp, @ForAll @LongRange(max = (1L << 53) - 1) long place) {
        Bucket bucket = new Bucket(place);
        var foretold = ramp.admittedAfter(bucket);

        assertThat(foretold.isPresent()).isEqualTo(place < ramp.last().threshold());
        foretold.ifPresent(
                after -> {
                    assertThat(ramp.admits(bucket, after)).isTrue();
                    if (!after.isZero()) {
                        assertThat(ramp.admits(bucket, after.minusNanos(1))).isFalse();
                    }
                });
    }

    /**
     * Ids, no dice: 5000 machines in 20 rollouts are 100 000 draws, for rollouts are independent.
     */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 30, 60, 99, 100})
    void percentPAdmitsPWithinThreeSigma(int percent) {
        Ramp ramp = Ramp.fixed(Share.percent(percent));
        double p = percent / 100.0;
        int draws = 20 * 5_000;
        long admitted =
                IntStream.range(0, draws)
                        .mapToObj(i -> Bucket.of("release-" + i / 5_000, "host-" + i % 5_000))
                        .filter(bucket -> ramp.admits(bucket, Duration.ZERO))
                        .count();
        double sigma = Math.sqrt(draws * p * (1 - p));

        assertThat((double) admitted).isBetween(draws * p - 3 * sigma, draws * p + 3 * sigma);
    }

    /**
     * However often it pauses and resumes: nobody comes in while it stands, nobody is put out when
     * it runs on.
     */
    @Property
    void pausingNeverAdmitsAndResumingNeverPutsOut(
            @ForAll("ramps") Ramp ramp,
            @ForAll List<@IntRange(min = 0, max = 100_000) Integer> seconds) {
        EffectiveTime time = EffectiveTime.startedAt(NOON);
        Instant now = NOON;
        boolean runs = true;
        for (int step : seconds) {
            long before = ramp.threshold(time.at(now));
            time = runs ? time.paused(now) : time.resumed(now);
            runs = !runs;
            assertThat(ramp.threshold(time.at(now))).isEqualTo(before);
            now = now.plusSeconds(step);
            long after = ramp.threshold(time.at(now));
            assertThat(after).isGreaterThanOrEqualTo(before);
            if (!runs) {
                assertThat(after).isEqualTo(before);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3, 33, 50, 99, 100})
    void sharesAreExact(int percent) {
        assertThat(Share.percent(percent).threshold())
                .isEqualTo(
                        BigDecimal.valueOf(Bucket.COUNT)
                                .multiply(BigDecimal.valueOf(percent))
                                .movePointLeft(2)
                                .longValue());
        assertThat(Share.percent(percent)).hasToString(percent + " %");
    }

    @Test
    void sharesHaveFourDecimals() {
        assertThat(Share.percent(new BigDecimal("0.0001")).millionths()).isEqualTo(1);
        assertThat(Share.percent(new BigDecimal("12.50"))).hasToString("12.5 %");
        for (String wrong : List.of("-0.1", "100.0001", "0.00001")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Share.percent(new BigDecimal(wrong)));
        }
    }

    @Provide
    Arbitrary<Ramp> ramps() {
        Arbitrary<List<Integer>> shares =
                Arbitraries.integers().between(0, 1_000_000).list().ofMinSize(1).ofMaxSize(6);
        Arbitrary<List<Long>> lengths =
                Arbitraries.longs()
                        .between(0, TEN_YEARS)
                        .edgeCases(edges -> edges.add(0L, 1L))
                        .list()
                        .ofSize(6);
        return Combinators.combine(shares, lengths).as(RampTest::ramp);
    }

    private static Ramp ramp(List<Integer> shares, List<Long> lengths) {
        List<Share> sorted = shares.stream().map(Share::new).sorted().toList();
        List<Ramp.Frame> frames = new ArrayList<>();
        for (int i = 1; i < sorted.size(); i++) {
            frames.add(new Ramp.Frame(sorted.get(i), Duration.ofNanos(lengths.get(i))));
        }
        return new Ramp(sorted.getFirst(), frames);
    }
}
