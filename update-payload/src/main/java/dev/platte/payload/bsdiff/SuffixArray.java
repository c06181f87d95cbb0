package dev.platte.payload.bsdiff;

import java.util.Arrays;

/**
 * Sorts all suffixes of a text in linear time (induced sorting: G. Nong, S. Zhang, W. H. Chan, "Two
 * Efficient Algorithms for Linear Time Suffix Array Construction", 2011): whatever the text is,
 * half a gigabyte of zeros or noise, the time is the same. Takes four bytes per byte of text, and
 * at most another two.
 */
final class SuffixArray {
    private static final int BYTES = 256;
    private static final int NONE = -1;

    private SuffixArray() {}

    /** The starts of the suffixes of the first n bytes, in their order. */
    static int[] of(byte[] text, int n) {
        int[] order = new int[n];
        if (n > 0) {
            sort(new Text(text, order, 0), n, BYTES, order);
        }
        return order;
    }

    /** Bytes, or names that stand in the array of a higher level. */
    private record Text(byte[] bytes, int[] names, int from) {
        int at(int i) {
            return bytes.length > 0 ? bytes[i] & 0xff : names[from + i];
        }

        Text names(int start) {
            return new Text(NO_BYTES, names, start);
        }
    }

    private static final byte[] NO_BYTES = {};

    private static void sort(Text text, int n, int letters, int[] order) {
        long[] smaller = types(text, n);
        int[] counts = new int[letters];
        for (int i = 0; i < n; i++) {
            counts[text.at(i)]++;
        }
        int[] places = new int[letters];

        Arrays.fill(order, 0, n, NONE);
        ends(counts, places);
        for (int i = 1; i < n; i++) {
            if (isLeftmost(smaller, i)) {
                order[--places[text.at(i)]] = i;
            }
        }
        induce(text, n, smaller, counts, places, order);

        int found = 0;
        for (int i = 0; i < n; i++) {
            if (isLeftmost(smaller, order[i])) {
                order[found++] = order[i];
            }
        }
        sortLeftmost(text, n, smaller, order, found);

        Arrays.fill(order, found, n, NONE);
        ends(counts, places);
        for (int i = found - 1; i >= 0; i--) {
            int suffix = order[i];
            order[i] = NONE;
            order[--places[text.at(suffix)]] = suffix;
        }
        induce(text, n, smaller, counts, places, order);
    }

    /**
     * A bit per suffix: whether it is smaller than the next one. The last is larger than nothing.
     */
    private static long[] types(Text text, int n) {
        long[] smaller = new long[n / Long.SIZE + 1];
        boolean isSmaller = false;
        int next = text.at(n - 1);
        for (int i = n - 2; i >= 0; i--) {
            int letter = text.at(i);
            isSmaller = letter < next || letter == next && isSmaller;
            if (isSmaller) {
                smaller[i >>> 6] |= 1L << i;
            }
            next = letter;
        }
        return smaller;
    }

    private static boolean isSmaller(long[] smaller, int i) {
        return (smaller[i >>> 6] >>> i & 1) != 0;
    }

    /** Whether a suffix is smaller than the next one, and the one before it is not. */
    private static boolean isLeftmost(long[] smaller, int i) {
        return i > 0 && isSmaller(smaller, i) && !isSmaller(smaller, i - 1);
    }

    private static void starts(int[] counts, int[] places) {
        int sum = 0;
        for (int letter = 0; letter < counts.length; letter++) {
            places[letter] = sum;
            sum += counts[letter];
        }
    }

    private static void ends(int[] counts, int[] places) {
        int sum = 0;
        for (int letter = 0; letter < counts.length; letter++) {
            sum += counts[letter];
            places[letter] = sum;
        }
    }

    /** From the leftmost ones, which are in order, first the larger ones, then the smaller ones. */
    private static void induce(
            Text text, int n, long[] smaller, int[] counts, int[] places, int[] order) {
        starts(counts, places);
        order[places[text.at(n - 1)]++] = n - 1;
        for (int i = 0; i < n; i++) {
            int before = order[i] - 1;
            if (before >= 0 && !isSmaller(smaller, before)) {
                order[places[text.at(before)]++] = before;
            }
        }
        ends(counts, places);
        for (int i = n - 1; i >= 0; i--) {
            int before = order[i] - 1;
            if (before >= 0 && isSmaller(smaller, before)) {
                order[--places[text.at(before)]] = before;
            }
        }
    }

    /**
     * The leftmost suffixes are in the order of what lies up to the next of them. Gives each of
     * these pieces a name by that order, and sorts the text of names where two are the same.
     */
    private static void sortLeftmost(Text text, int n, long[] smaller, int[] order, int found) {
        Arrays.fill(order, found, n, NONE);
        int names = 0;
        int last = NONE;
        for (int i = 0; i < found; i++) {
            int suffix = order[i];
            if (last < 0 || !isSamePiece(text, n, smaller, last, suffix)) {
                names++;
                last = suffix;
            }
            // Two of them are never side by side.
            order[found + suffix / 2] = names - 1;
        }
        int to = n;
        for (int i = n - 1; i >= found; i--) {
            if (order[i] >= 0) {
                order[--to] = order[i];
            }
        }
        if (names < found) {
            sort(text.names(to), found, names, order);
        } else {
            for (int i = 0; i < found; i++) {
                order[order[to + i]] = i;
            }
        }
        int at = to;
        for (int i = 1; i < n; i++) {
            if (isLeftmost(smaller, i)) {
                order[at++] = i;
            }
        }
        for (int i = 0; i < found; i++) {
            order[i] = order[to + order[i]];
        }
    }

    private static boolean isSamePiece(Text text, int n, long[] smaller, int a, int b) {
        for (int i = 0; ; i++) {
            if (a + i == n
                    || b + i == n
                    || text.at(a + i) != text.at(b + i)
                    || isSmaller(smaller, a + i) != isSmaller(smaller, b + i)) {
                return false;
            }
            if (i > 0 && (isLeftmost(smaller, a + i) || isLeftmost(smaller, b + i))) {
                return isLeftmost(smaller, a + i) && isLeftmost(smaller, b + i);
            }
        }
    }
}
