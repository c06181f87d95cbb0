package dev.platte.policy.ramp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;

class BucketTest {

    @Property
    void theBucketIsTheFirst53BitsOfTheHash(
            @ForAll @AlphaChars @StringLength(min = 1, max = 40) String rollout,
            @ForAll @StringLength(max = 40) String machine)
            throws Exception {
        byte[] text = (rollout + "\0" + machine).getBytes(StandardCharsets.UTF_8);
        BigInteger hash = new BigInteger(1, MessageDigest.getInstance("SHA-256").digest(text));

        assertThat(Bucket.of(rollout, machine).place())
                .isEqualTo(hash.shiftRight(256 - 53).longValueExact());
    }

    /** printf 'r1\0abce671d61774703ac7be60715220bfe' | sha256sum */
    @Test
    void aKnownMachineHasAKnownPlace() {
        assertThat(Bucket.of("r1", "abce671d61774703ac7be60715220bfe").place())
                .isEqualTo(0x821eb854899fb2f3L >>> 11);
    }

    @Test
    void theSeparatorKeepsIdsApart() {
        assertThat(Bucket.of("r1", "1m")).isNotEqualTo(Bucket.of("r11", "m"));
        assertThatIllegalArgumentException().isThrownBy(() -> Bucket.of("r\0", "m"));
    }

    /**
     * The ranks of 20 000 machines in two rollouts: a correlation beyond 4 / sqrt(n) happens once
     * in 16 000.
     */
    @Test
    void theOrdersOfTwoRolloutsAreUncorrelated() {
        int machines = 20_000;
        for (int rollout = 0; rollout < 5; rollout++) {
            double[] first = fractions("rollout-" + rollout, machines);
            double[] second = fractions("rollout-" + (rollout + 1), machines);
            assertThat(Math.abs(correlation(first, second))).isLessThan(4 / Math.sqrt(machines));
        }
    }

    /**
     * Chi-square of a 10 by 10 table of places in two rollouts; 99 of freedom: above 149 once in
     * 1000.
     */
    @Test
    void whoIsEarlyInOneRolloutIsAnywhereInTheNext() {
        int machines = 20_000;
        double[] first = fractions("2f6c", machines);
        double[] second = fractions("2f6d", machines);
        long[] cells = new long[100];
        IntStream.range(0, machines)
                .forEach(i -> cells[(int) (first[i] * 10) * 10 + (int) (second[i] * 10)]++);
        double expected = machines / 100.0;
        double chiSquare =
                LongStream.of(cells)
                        .mapToDouble(n -> (n - expected) * (n - expected) / expected)
                        .sum();

        assertThat(chiSquare).isBetween(59.0, 149.0);
    }

    private static double[] fractions(String rollout, int machines) {
        return IntStream.range(0, machines)
                .mapToDouble(i -> Bucket.of(rollout, "machine-" + i).fraction())
                .toArray();
    }

    private static double correlation(double[] xs, double[] ys) {
        double sum = 0;
        for (int i = 0; i < xs.length; i++) {
            sum += (xs[i] - 0.5) * (ys[i] - 0.5);
        }
        return sum / xs.length * 12;
    }
}
