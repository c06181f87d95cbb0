package dev.platte.payload.bzip;

import java.util.Arrays;

/**
 * One Huffman table of a block: short codes by look-up, the others by the canonical order of their
 * lengths.
 */
final class Bzip2Code {
    static final int MOST_SYMBOLS = 258;
    static final int MOST_LENGTH = 20;

    /**
     * Codes up to this length take one look-up; four tables of this size stay in the first-level
     * cache.
     */
    static final int FAST_BITS = 10;

    private static final int LENGTH_BITS = 5;
    private static final int LENGTH_MASK = (1 << LENGTH_BITS) - 1;

    /** symbol << 5 | length, by the next 10 bits; 0 where the code is longer. */
    final short[] fast = new short[1 << FAST_BITS];

    private final short[] symbols = new short[MOST_SYMBOLS];
    private final int[] firstCode = new int[MOST_LENGTH + 2];
    private final int[] firstIndex = new int[MOST_LENGTH + 2];
    private final int[] lengthCounts = new int[MOST_LENGTH + 2];

    static int symbol(int entry) {
        return entry >>> LENGTH_BITS;
    }

    static int length(int entry) {
        return entry & LENGTH_MASK;
    }

    /** Assigns canonical codes to symbols 0 to n-1 with lengths 1 to 20. */
    void build(byte[] lengths, int n) throws Bzip2Exception {
        Arrays.fill(lengthCounts, 0);
        for (int symbol = 0; symbol < n; symbol++) {
            lengthCounts[lengths[symbol]]++;
        }
        int code = 0;
        int index = 0;
        for (int length = 1; length <= MOST_LENGTH; length++) {
            firstCode[length] = code;
            firstIndex[length] = index;
            code += lengthCounts[length];
            index += lengthCounts[length];
            if (code > 1 << length) {
                throw new Bzip2Exception("a Huffman table has more codes than there can be");
            }
            code <<= 1;
        }
        Arrays.fill(fast, (short) 0);
        int[] nextIndex = firstIndex.clone();
        for (int symbol = 0; symbol < n; symbol++) {
            int length = lengths[symbol];
            int place = nextIndex[length]++;
            symbols[place] = (short) symbol;
            if (length <= FAST_BITS) {
                int first =
                        (firstCode[length] + place - firstIndex[length]) << (FAST_BITS - length);
                short entry = (short) (symbol << LENGTH_BITS | length);
                Arrays.fill(fast, first, first + (1 << (FAST_BITS - length)), entry);
            }
        }
    }

    /** The entry for a code of more than 10 bits at the top of the word. */
    int slow(long word) throws Bzip2Exception {
        for (int length = FAST_BITS + 1; length <= MOST_LENGTH; length++) {
            int offset = (int) (word >>> (Long.SIZE - length)) - firstCode[length];
            if (offset >= 0 && offset < lengthCounts[length]) {
                return symbols[firstIndex[length] + offset] << LENGTH_BITS | length;
            }
        }
        throw new Bzip2Exception("bits that are no Huffman code");
    }
}
