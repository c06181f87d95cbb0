package dev.platte.payload.delta;

import java.util.Arrays;

/**
 * Where in the old image a sample was first seen. A table of a fixed size; what does not fit is
 * left out, and mistakes of one in four billion do no harm: it is only asked for hints.
 */
final class SampleIndex {
    private static final int MOST_PROBES = 16;
    private static final int EMPTY = -1;

    private final int bits;
    private final int shift;
    private final int[] marks;
    private final int[] blocks;

    /**
     * @param expected samples, a power of two
     * @param bits by which samples are chosen
     */
    SampleIndex(int expected, int bits) {
        this.bits = bits;
        int slots = 2 * expected;
        shift = Long.SIZE - Integer.numberOfTrailingZeros(slots);
        marks = new int[slots];
        blocks = new int[slots];
        Arrays.fill(blocks, EMPTY);
    }

    int bits() {
        return bits;
    }

    void add(long sample, int block) {
        int slot = (int) (sample >>> shift);
        for (int i = 0; i < MOST_PROBES; i++) {
            int at = slot + i & blocks.length - 1;
            if (blocks[at] == EMPTY) {
                marks[at] = (int) sample;
                blocks[at] = block;
                return;
            }
            if (marks[at] == (int) sample) {
                return;
            }
        }
    }

    /** The block where it was first seen; -1 when it was not. */
    int find(long sample) {
        int slot = (int) (sample >>> shift);
        for (int i = 0; i < MOST_PROBES; i++) {
            int at = slot + i & blocks.length - 1;
            if (blocks[at] == EMPTY) {
                return EMPTY;
            }
            if (marks[at] == (int) sample) {
                return blocks[at];
            }
        }
        return EMPTY;
    }
}
