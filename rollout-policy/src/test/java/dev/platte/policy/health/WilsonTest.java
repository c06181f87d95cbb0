package dev.platte.policy.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WilsonTest {

    /** Any table of the normal distribution. */
    @ParameterizedTest
    @CsvSource({
        "0.5,    0",
        "0.75,   0.674489750196082",
        "0.9,    1.281551565544600",
        "0.95,   1.644853626951473",
        "0.975,  1.959963984540054",
        "0.99,   2.326347874040841",
        "0.999,  3.090232306167814",
        "0.9999, 3.719016485455681",
    })
    void quantilesAreThoseOfTheTables(double probability, double z) {
        assertThat(new Confidence(probability).z()).isCloseTo(z, within(1e-12));
    }

    /**
     * R. G. Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in
     * Medicine 17 (1998), table I, method 3; 95 % on two sides is 97.5 % on one.
     */
    @ParameterizedTest
    @CsvSource({
        "81, 263, 0.2553, 0.3662",
        "15, 148, 0.0624, 0.1605",
        "0,  20,  0.0000, 0.1611",
        "1,  29,  0.0061, 0.1718",
    })
    void boundsAreThoseOfTheTables(int some, int all, double lower, double upper) {
        Confidence confidence = new Confidence(0.975);

        assertThat(Wilson.lower(some, all, confidence)).isCloseTo(lower, within(5e-5));
        assertThat(Wilson.upper(some, all, confidence)).isCloseTo(upper, within(5e-5));
    }

    @Test
    void nothingKnownIsNothingClaimed() {
        assertThat(Wilson.lower(0, 0, Confidence.P95)).isZero();
        assertThat(Wilson.upper(0, 0, Confidence.P95)).isOne();
        assertThatIllegalArgumentException().isThrownBy(() -> Wilson.lower(2, 1, Confidence.P95));
    }

    /** The bound is where the score test turns: (p - b)^2 n = z^2 b (1 - b). */
    @Property
    void boundsSolveTheScoreEquation(
            @ForAll @IntRange(min = 1, max = 100_000) int all, @ForAll int seed) {
        int some = Math.floorMod(seed, all + 1);
        double p = (double) some / all;
        double z = Confidence.P95.z();
        for (double bound :
                new double[] {
                    Wilson.lower(some, all, Confidence.P95), Wilson.upper(some, all, Confidence.P95)
                }) {
            assertThat((p - bound) * (p - bound) * all)
                    .isCloseTo(z * z * bound * (1 - bound), within(1e-9 * all));
        }
    }

    /** All of them up to 60: more failures are worse, the same failures among more are better. */
    @Test
    void boundsAreMonotone() {
        for (int all = 1; all <= 60; all++) {
            for (int some = 0; some < all; some++) {
                for (Confidence confidence :
                        new Confidence[] {Confidence.P90, Confidence.P95, Confidence.P99}) {
                    assertThat(Wilson.lower(some, all, confidence))
                            .isBetween(0.0, (double) some / all)
                            .isLessThan(Wilson.lower(some + 1, all, confidence));
                    assertThat(Wilson.upper(some, all, confidence))
                            .isBetween((double) some / all, 1.0)
                            .isLessThan(Wilson.upper(some + 1, all, confidence));
                    assertThat(Wilson.lower(some + 1, all + 1, confidence))
                            .isLessThan(Wilson.lower(some + 1, all, confidence) + 1e-12);
                }
            }
        }
    }
}
