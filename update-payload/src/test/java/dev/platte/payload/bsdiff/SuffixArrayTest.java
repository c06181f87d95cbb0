package dev.platte.payload.bsdiff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SuffixArrayTest {
    @Property(tries = 500)
    void suffixesAreInOrder(
            @ForAll long seed,
            @ForAll @IntRange(max = 400) int length,
            @ForAll @IntRange(min = 1, max = 256) int letters) {
        Random random = new Random(seed);
        byte[] text = new byte[length];
        for (int i = 0; i < length; i++) {
            text[i] = (byte) random.nextInt(letters);
        }
        assertThat(SuffixArray.of(text, length)).containsExactly(naive(text));
    }

    @Test
    void textsThatRepeatThemselvesAreSortedToo() {
        for (String word : new String[] {"a", "ab", "aab", "abaababaabaab", "mississippi"}) {
            byte[] text = word.repeat(2000 / word.length()).getBytes();
            assertThat(SuffixArray.of(text, text.length)).containsExactly(naive(text));
        }
    }

    @Test
    void whatFollowsTheLengthDoesNotCount() {
        assertThat(SuffixArray.of("cabx".getBytes(), 3)).containsExactly(1, 2, 0);
        assertThat(SuffixArray.of(new byte[0], 0)).isEmpty();
        assertThat(SuffixArray.of(new byte[] {-1, 1, -1}, 3)).containsExactly(1, 2, 0);
    }

    private static int[] naive(byte[] text) {
        return IntStream.range(0, text.length)
                .boxed()
                .sorted(
                        (a, b) ->
                                Arrays.compareUnsigned(text, a, text.length, text, b, text.length))
                .mapToInt(i -> i)
                .toArray();
    }
}
