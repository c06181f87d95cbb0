package dev.platte.payload.delta;

import dev.platte.payload.format.Extent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A list of block numbers that grows, and what such a list is as extents. */
final class Blocks {
    private int[] numbers = new int[16];
    private int count;

    void add(int block) {
        if (count == numbers.length) {
            numbers = Arrays.copyOf(numbers, count * 2);
        }
        numbers[count++] = block;
    }

    int removeLast() {
        return numbers[--count];
    }

    int size() {
        return count;
    }

    void clear() {
        count = 0;
    }

    int[] toArray() {
        return Arrays.copyOf(numbers, count);
    }

    /** How many blocks of the list, from one on, lie side by side. */
    static int run(int[] blocks, int from) {
        int at = from + 1;
        while (at < blocks.length && blocks[at] == blocks[at - 1] + 1) {
            at++;
        }
        return at - from;
    }

    static List<Extent> extents(int[] blocks) {
        List<Extent> extents = new ArrayList<>();
        for (int i = 0; i < blocks.length; ) {
            int run = run(blocks, i);
            extents.add(new Extent(blocks[i], run));
            i += run;
        }
        return extents;
    }
}
