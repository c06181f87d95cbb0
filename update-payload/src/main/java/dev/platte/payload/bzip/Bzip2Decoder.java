package dev.platte.payload.bzip;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses bzip2 streams, one after the other. Faster than what libraries offer, which is what
 * makes an update on two cores quicker than {@code bzip2 -dc}; holds 4 MiB and allocates nothing
 * per stream. Its memory does not depend on what a stream says. For one thread at a time.
 */
public final class Bzip2Decoder {
    /** Heap that a decoder takes at most, in bytes. */
    public static final int HEAP = 4 << 20;

    private static final int BLOCK_UNIT = 100_000;
    private static final int MAGIC = 'B' << 16 | 'Z' << 8 | 'h';
    private static final int BLOCK_MARK_HIGH = 0x314159;
    private static final int BLOCK_MARK_LOW = 0x265359;
    private static final int END_MARK_HIGH = 0x177245;
    private static final int END_MARK_LOW = 0x385090;

    private static final int OUTPUT = 256 * 1024;

    /** The longest run that one byte pair can stand for, and one more. */
    private static final int SLACK = 260;

    private final Bzip2Symbols symbols = new Bzip2Symbols();
    private final byte[] output = new byte[OUTPUT];
    private int[] links = new int[0];

    private Bzip2Bits in = new Bzip2Bits(new byte[0], 0, 0, Bzip2Bits.Refill.NONE);
    private int most;
    private int combined;
    private boolean inBlock;
    private boolean ended = true;

    /** Symbols of the current block that are still to come, and where the chain of links stands. */
    private int left;

    private int at;
    private int crc;
    private int expected;
    private int last;
    private int equal;
    private @Nullable Bzip2Randomness noise;

    private int filled;
    private int taken;

    /**
     * Begins a stream.
     *
     * @throws Bzip2Exception when the input does not begin as one
     */
    public void open(Bzip2Bits bits) throws Bzip2Exception, IOException {
        in = bits;
        left = 0;
        filled = 0;
        taken = 0;
        combined = 0;
        inBlock = false;
        ended = true;
        int magic = in.read(24);
        int level = in.read(8) - '0';
        if (magic != MAGIC || level < 1 || level > 9) {
            throw new Bzip2Exception("not a bzip2 stream");
        }
        most = level * BLOCK_UNIT;
        if (links.length < most) {
            links = new int[most];
        }
        ended = false;
    }

    /**
     * The next bytes of the stream: they lie at the start of {@link #piece} until the next call,
     * which is also when their checksum is found to be wrong.
     *
     * @return how many, at least 1; -1 when the stream is whole, its checksums are right and the
     *     input ends with it
     * @throws Bzip2Exception when the input is anything else
     */
    public int next() throws Bzip2Exception, IOException {
        taken = 0;
        filled = 0;
        while (filled == 0) {
            if (left == 0 && !beginBlock()) {
                return -1;
            }
            filled = noise == null ? emit() : emitRandomised(noise);
        }
        taken = filled;
        return filled;
    }

    /** Where {@link #next} puts its bytes. */
    public byte[] piece() {
        return output;
    }

    /**
     * Fills a part of an array, as far as the stream reaches.
     *
     * @return how many bytes, fewer than asked for only at the stream's end
     */
    public int read(byte[] to, int from, int length) throws Bzip2Exception, IOException {
        int done = 0;
        while (done < length) {
            if (taken == filled && !refilled()) {
                break;
            }
            int part = Math.min(length - done, filled - taken);
            System.arraycopy(output, taken, to, from + done, part);
            taken += part;
            done += part;
        }
        return done;
    }

    private boolean refilled() throws Bzip2Exception, IOException {
        if (next() < 0) {
            return false;
        }
        taken = 0;
        return true;
    }

    private static int read32(Bzip2Bits in) throws IOException, Bzip2Exception {
        return in.read(16) << 16 | in.read(16);
    }

    /** Reads the next block; false when the stream's end comes instead. */
    private boolean beginBlock() throws IOException, Bzip2Exception {
        if (ended) {
            return false;
        }
        if (inBlock) {
            endBlock();
        }
        int high = in.read(24);
        int low = in.read(24);
        if (high == END_MARK_HIGH && low == END_MARK_LOW) {
            requireEnd();
            ended = true;
            return false;
        }
        if (high != BLOCK_MARK_HIGH || low != BLOCK_MARK_LOW) {
            throw new Bzip2Exception("no bzip2 block where one should begin");
        }
        expected = read32(in);
        noise = in.readBit() ? new Bzip2Randomness() : null;
        int origin = in.read(24);
        int n = symbols.read(in, links, most);
        if (origin >= n) {
            throw new Bzip2Exception("a block begins at byte %d of %d".formatted(origin, n));
        }
        link(n);
        inBlock = true;
        left = n;
        at = links[origin] >>> 8;
        crc = -1;
        last = -1;
        equal = 0;
        return true;
    }

    private void requireEnd() throws IOException, Bzip2Exception {
        if (read32(in) != combined) {
            throw new Bzip2Exception("the bzip2 stream's checksum is wrong");
        }
        if (!in.isAtEnd()) {
            throw new Bzip2Exception("bytes follow the end of the bzip2 stream");
        }
    }

    private void endBlock() throws Bzip2Exception {
        if (~crc != expected) {
            throw new Bzip2Exception("a bzip2 block's checksum is wrong");
        }
        combined = Integer.rotateLeft(combined, 1) ^ expected;
        inBlock = false;
    }

    /**
     * Undoes the sort: afterwards each entry holds a byte, and above it the place of the entry that
     * follows.
     */
    private void link(int n) {
        int[] starts = symbols.counts;
        int sum = 0;
        for (int value = 0; value < starts.length; value++) {
            int count = starts[value];
            starts[value] = sum;
            sum += count;
        }
        int[] chain = links;
        for (int i = 0; i < n; i++) {
            chain[starts[chain[i] & 0xff]++] |= i << 8;
        }
    }

    /**
     * Follows the links as far as the output has room, undoes the outer run lengths (four equal
     * bytes are followed by a count), and sums up.
     */
    private int emit() {
        final int[] chain = links;
        final byte[] to = output;
        final int[] table = Bzip2Crc.TABLE;
        int place = at;
        int sum = crc;
        int before = last;
        int run = equal;
        int symbolsLeft = left;
        int end = 0;
        while (symbolsLeft > 0 && end <= OUTPUT - SLACK) {
            symbolsLeft--;
            int link = chain[place];
            place = link >>> 8;
            int value = link & 0xff;
            if (run < 4) {
                run = value == before ? run + 1 : 1;
                before = value;
                to[end++] = (byte) value;
                sum = sum << 8 ^ table[sum >>> 24 ^ value];
            } else {
                for (int more = value; more > 0; more--) {
                    to[end++] = (byte) before;
                    sum = sum << 8 ^ table[sum >>> 24 ^ before];
                }
                run = 0;
                before = -1;
            }
        }
        at = place;
        crc = sum;
        last = before;
        equal = run;
        left = symbolsLeft;
        return end;
    }

    /** The same for a block with noise; apart, so that the usual case stays quick. */
    private int emitRandomised(Bzip2Randomness mask) {
        int end = 0;
        while (left > 0 && end <= OUTPUT - SLACK) {
            left--;
            int value = links[at] & 0xff ^ mask.mask();
            at = links[at] >>> 8;
            boolean isCount = equal == 4;
            int times = isCount ? value : 1;
            int emitted = isCount ? last : value;
            equal = isCount ? 0 : value == last ? equal + 1 : 1;
            last = isCount ? -1 : value;
            for (int more = times; more > 0; more--) {
                output[end++] = (byte) emitted;
                crc = Bzip2Crc.update(crc, emitted);
            }
        }
        return end;
    }
}
