package dev.platte.payload.bsdiff;

import java.util.Arrays;

/**
 * Old bytes, sorted so that the longest match of any new ones is found at once. Takes up to seven
 * bytes of heap per byte while it sorts, and six afterwards.
 */
public final class SortedBytes {
    /** So that the arrays of a sorted one stay within what one thread may take. */
    public static final int MOST = 16 << 20;

    private static final int SHORT = 8;
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;

    private final byte[] bytes;
    private final int length;
    private final int[] order;

    /** By the first two letters of a suffix: where the suffixes that begin so begin. */
    private final int[] starts = new int[(1 << 16) + 1];

    /** A bit for each run of eight bytes that occurs, and for some that do not. */
    private final long[] runs;

    private final int runShift;

    private int match;
    private int matchLength;
    private long compared;

    /**
     * Sorts.
     *
     * @param length bytes that count, at most {@link #MOST}
     */
    public SortedBytes(byte[] bytes, int length) {
        if (length > MOST) {
            throw new IllegalArgumentException(length + " bytes to sort; at most " + MOST);
        }
        this.bytes = bytes;
        this.length = length;
        this.order = SuffixArray.of(bytes, length);
        int bits = Math.max(10, Integer.SIZE - Integer.numberOfLeadingZeros(length) + 2);
        this.runs = new long[1 << bits - 6];
        this.runShift = Long.SIZE - bits;
        markRuns();
        countStarts();
    }

    private void markRuns() {
        for (int i = 0; i + SHORT <= length; i++) {
            int bit = runHash(bytes, i);
            runs[bit >>> 6] |= 1L << bit;
        }
    }

    private void countStarts() {
        // The suffix of one letter comes before all others that begin with it.
        for (int i = 0; i < length; i++) {
            int second = i + 1 < length ? bytes[i + 1] & 0xff : 0;
            starts[((bytes[i] & 0xff) << 8 | second) + 1]++;
        }
        for (int i = 0; i < 1 << 16; i++) {
            starts[i + 1] += starts[i];
        }
    }

    private int runHash(byte[] of, int at) {
        long run = (long) Bytes.LONGS.get(of, at);
        return (int) ((run ^ run >>> 29) * MIX >>> runShift);
    }

    /** How many bytes. */
    public int length() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    /** Where the last search found its match. */
    int match() {
        return match;
    }

    /** Bytes looked at by all searches so far: what a search costs. */
    long compared() {
        return compared;
    }

    /**
     * Finds the longest match of more than eight bytes.
     *
     * @return its length; 0 when there is none
     */
    int search(byte[] in, int at, int end) {
        if (end - at <= SHORT || length <= SHORT || !mayOccur(in, at)) {
            return 0;
        }
        int prefix = (in[at] & 0xff) << 8 | in[at + 1] & 0xff;
        int low = starts[prefix];
        int high = starts[prefix + 1] - 1;
        if (low > high) {
            return 0;
        }
        matchLength = 0;
        int lowCommon = common(order[low], in, at, end, 0);
        int highCommon = low == high ? lowCommon : common(order[high], in, at, end, 0);
        // Between the two, all suffixes share what both share with the text that is looked for.
        while (high - low > 1) {
            int middle = low + high >>> 1;
            int suffix = order[middle];
            int shared = common(suffix, in, at, end, Math.min(lowCommon, highCommon));
            boolean isBefore =
                    at + shared < end
                            && (suffix + shared == length
                                    || (bytes[suffix + shared] & 0xff) < (in[at + shared] & 0xff));
            if (isBefore) {
                low = middle;
                lowCommon = shared;
            } else {
                high = middle;
                highCommon = shared;
            }
        }
        return matchLength > SHORT ? matchLength : 0;
    }

    private boolean mayOccur(byte[] in, int at) {
        int bit = runHash(in, at);
        return (runs[bit >>> 6] >>> bit & 1) != 0;
    }

    /** How many bytes a suffix shares with the text; the longest is remembered. */
    private int common(int suffix, byte[] in, int at, int end, int known) {
        int most = Math.min(length - suffix, end - at);
        int from = suffix + known;
        int different = Arrays.mismatch(bytes, from, suffix + most, in, at + known, at + most);
        int shared = different < 0 ? most : known + different;
        compared += shared - known + SHORT;
        if (shared > matchLength) {
            matchLength = shared;
            match = suffix;
        }
        return shared;
    }
}
