package dev.platte.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlainRandomTest {

    /** The JDK's is the same generator, for one thread. */
    @Test
    void itsNumbersAreThoseOfSplitMix64() {
        PlainRandom ours = new PlainRandom(7);
        SplittableRandom theirs = new SplittableRandom(7);
        for (int i = 0; i < 1000; i++) {
            assertThat(ours.nextLong()).isEqualTo(theirs.nextLong());
        }
    }

    @Test
    void noTwoThreadsGetTheSame() {
        PlainRandom random = new PlainRandom();
        Set<Long> all = ConcurrentHashMap.newKeySet();
        IntStream.range(0, 100_000).parallel().forEach(i -> all.add(random.nextLong()));
        assertThat(all).hasSize(100_000);
    }

    @Test
    void twoServersBeginElsewhere() {
        assertThat(new PlainRandom().nextLong()).isNotEqualTo(new PlainRandom().nextLong());
    }
}
