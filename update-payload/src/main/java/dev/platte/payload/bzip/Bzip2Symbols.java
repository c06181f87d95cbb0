package dev.platte.payload.bzip;

import java.io.IOException;
import java.util.Arrays;

/**
 * The first half of a block: its tables and symbols, undone as far as the bytes in the order of the
 * Burrows-Wheeler transform. The format has no standard; this follows what bzip2 1.0.8 writes and
 * accepts.
 */
final class Bzip2Symbols {
    private static final int MOST_TABLES = 6;
    private static final int GROUP = 50;

    /** 2 + 900,000 / 50; bzip2 1.0.8 reads further ones and drops them. */
    private static final int MOST_SELECTORS = 18_002;

    private static final int END_SHIFT = 1;

    /**
     * So many bytes of the move-to-front list are in a register, where moving one takes no loop
     * whose length nobody can foretell.
     */
    private static final int FIRST = Long.BYTES;

    /** No run is longer than a block: a larger place value is an attempt to overflow. */
    private static final int MOST_RUN_WEIGHT = 1 << 21;

    private final Bzip2Code[] codes = new Bzip2Code[MOST_TABLES];
    private final byte[] selectors = new byte[MOST_SELECTORS];
    private final byte[] lengths = new byte[Bzip2Code.MOST_SYMBOLS];

    /** The move-to-front list; while symbols are read, its first bytes are not kept here. */
    private final byte[] recent = new byte[256];

    /** How often each byte occurs in the block. */
    final int[] counts = new int[256];

    private int used;
    private int tables;
    private int selectorCount;

    Bzip2Symbols() {
        Arrays.setAll(codes, _ -> new Bzip2Code());
    }

    /**
     * Reads a block's tables and symbols.
     *
     * @param bytes where the block's bytes go, one per int
     * @param most the block size that the stream's header promises
     * @return how many bytes
     */
    int read(Bzip2Bits in, int[] bytes, int most) throws IOException, Bzip2Exception {
        readUsedBytes(in);
        readSelectors(in);
        for (int table = 0; table < tables; table++) {
            readLengths(in);
            codes[table].build(lengths, used + 2);
        }
        Arrays.fill(counts, 0);
        return readSymbols(in, bytes, most);
    }

    private void readUsedBytes(Bzip2Bits in) throws IOException, Bzip2Exception {
        int ranges = in.read(16);
        used = 0;
        for (int range = 0; range < 16; range++) {
            if ((ranges & 0x8000 >>> range) == 0) {
                continue;
            }
            int members = in.read(16);
            for (int member = 0; member < 16; member++) {
                if ((members & 0x8000 >>> member) != 0) {
                    recent[used++] = (byte) (range << 4 | member);
                }
            }
        }
        if (used == 0) {
            throw new Bzip2Exception("a block uses no bytes");
        }
    }

    private void readSelectors(Bzip2Bits in) throws IOException, Bzip2Exception {
        tables = in.read(3);
        int announced = in.read(15);
        if (tables < 2 || tables > MOST_TABLES || announced == 0) {
            throw new Bzip2Exception(
                    "a block has %d tables and %d selectors".formatted(tables, announced));
        }
        byte[] order = {0, 1, 2, 3, 4, 5};
        for (int i = 0; i < announced; i++) {
            int place = 0;
            while (in.readBit()) {
                if (++place >= tables) {
                    throw new Bzip2Exception("a selector names a table that is not there");
                }
            }
            byte table = order[place];
            System.arraycopy(order, 0, order, 1, place);
            order[0] = table;
            if (i < MOST_SELECTORS) {
                selectors[i] = table;
            }
        }
        selectorCount = Math.min(announced, MOST_SELECTORS);
    }

    private void readLengths(Bzip2Bits in) throws IOException, Bzip2Exception {
        int length = in.read(5);
        for (int symbol = 0; symbol < used + 2; symbol++) {
            while (true) {
                if (length < 1 || length > Bzip2Code.MOST_LENGTH) {
                    throw new Bzip2Exception("a Huffman code of " + length + " bits");
                }
                if (!in.readBit()) {
                    break;
                }
                length += in.readBit() ? -1 : 1;
            }
            lengths[symbol] = (byte) length;
        }
    }

    /**
     * Huffman codes, runs and move-to-front in one pass: the place where decompression spends half
     * its time.
     */
    private int readSymbols(Bzip2Bits in, int[] bytes, int most)
            throws IOException, Bzip2Exception {
        final int end = used + END_SHIFT;
        int n = 0;
        int run = 0;
        int weight = 1;
        int group = 0;
        int left = 0;
        Bzip2Code code = codes[0];
        short[] fast = code.fast;
        long word = in.word;
        int count = in.count;
        long first = first();
        while (true) {
            if (left-- == 0) {
                if (group == selectorCount) {
                    throw new Bzip2Exception("a block has more symbols than selectors");
                }
                code = codes[selectors[group++]];
                fast = code.fast;
                left = GROUP - 1;
            }
            if (count < Bzip2Bits.SYMBOL_BITS) {
                in.set(word, count);
                in.fill();
                word = in.word;
                count = in.count;
            }
            int entry = fast[(int) (word >>> (Long.SIZE - Bzip2Code.FAST_BITS))];
            if (entry == 0) {
                entry = code.slow(word);
            }
            int length = Bzip2Code.length(entry);
            word <<= length;
            count -= length;
            if (count < 0) {
                throw new Bzip2Exception("the bzip2 stream ends early");
            }
            int symbol = Bzip2Code.symbol(entry);
            if (symbol <= 1) {
                run += weight << symbol;
                weight <<= 1;
                if (weight > MOST_RUN_WEIGHT) {
                    throw new Bzip2Exception("a run is longer than a block");
                }
                continue;
            }
            if (run > 0) {
                n = repeat(bytes, n, run, most, (int) first & 0xff);
                run = 0;
                weight = 1;
            }
            if (symbol == end) {
                in.set(word, count);
                return n;
            }
            if (n == most) {
                throw new Bzip2Exception("a block is longer than announced");
            }
            int place = symbol - 1;
            int value = place < FIRST ? byteOf(first, place) : behind(first, place);
            first = place < FIRST ? toFront(first, place) : first << Byte.SIZE | value;
            counts[value]++;
            bytes[n++] = value;
        }
    }

    private int repeat(int[] bytes, int n, int run, int most, int value) throws Bzip2Exception {
        if (run > most - n) {
            throw new Bzip2Exception("a block is longer than announced");
        }
        counts[value] += run;
        Arrays.fill(bytes, n, n + run, value);
        return n + run;
    }

    /** The bytes in front of the list, the very first lowest. */
    private long first() {
        long first = 0;
        for (int place = FIRST - 1; place >= 0; place--) {
            first = first << Byte.SIZE | recent[place] & 0xff;
        }
        return first;
    }

    private static int byteOf(long first, int place) {
        return (int) (first >>> place * Byte.SIZE) & 0xff;
    }

    /** Moves one of the first bytes to the front. */
    private static long toFront(long first, int place) {
        long moved = -1L >>> (FIRST - 1 - place) * Byte.SIZE;
        return first & ~moved | first << Byte.SIZE & moved | byteOf(first, place);
    }

    /**
     * Takes a byte out of the list behind the first ones, of which the last gets into its place.
     */
    private int behind(long first, int place) {
        int value = recent[place] & 0xff;
        System.arraycopy(recent, FIRST, recent, FIRST + 1, place - FIRST);
        recent[FIRST] = (byte) (first >>> (FIRST - 1) * Byte.SIZE);
        return value;
    }
}
