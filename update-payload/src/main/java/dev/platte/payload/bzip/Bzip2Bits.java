package dev.platte.payload.bzip;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Bits of a bzip2 stream, most significant first. The next bit is the highest of {@link #word};
 * {@link #count} bits of it are there. Bits below those may already hold what follows: filling them
 * again with the same is harmless, and lets eight bytes be taken at once.
 */
public final class Bzip2Bits {
    /** Delivers more input. */
    @FunctionalInterface
    public interface Refill {
        /** No more than what is in the buffer. */
        Refill NONE = _ -> -1;

        /** Fills the buffer from its start; the number of bytes, or -1 at the end. */
        int into(byte[] buffer) throws IOException;
    }

    /** Enough for the longest Huffman code. */
    static final int SYMBOL_BITS = 20;

    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[] buffer;
    private final Refill refill;
    private int at;
    private int limit;

    long word;
    int count;

    /**
     * Begins with what is in the buffer, and goes on with what is put into it.
     *
     * @param from where in the buffer the first byte is
     * @param limit where it ends
     */
    public Bzip2Bits(byte[] buffer, int from, int limit, Refill refill) {
        this.buffer = buffer;
        this.at = from;
        this.limit = limit;
        this.refill = refill;
    }

    /** Puts back what was taken out into local variables, which are quicker. */
    void set(long newWord, int newCount) {
        word = newWord;
        count = newCount;
    }

    /** Makes at least {@link #SYMBOL_BITS} bits available, or as many as there are. */
    void fill() throws IOException {
        if (limit - at >= Long.BYTES) {
            word |= (long) BIG_ENDIAN.get(buffer, at) >>> count;
            at += (Long.SIZE - 1 - count) >>> 3;
            count |= Long.SIZE - Byte.SIZE;
        } else {
            fillByBytes();
        }
    }

    private void fillByBytes() throws IOException {
        while (count <= Long.SIZE - 2 * Byte.SIZE) {
            if (at == limit && !refilled()) {
                return;
            }
            word |= (buffer[at++] & 0xffL) << (Long.SIZE - Byte.SIZE - count);
            count += Byte.SIZE;
        }
    }

    private boolean refilled() throws IOException {
        int read = refill.into(buffer);
        if (read <= 0) {
            return false;
        }
        at = 0;
        limit = read;
        return true;
    }

    /** The next n bits, 1 to 24. */
    int read(int n) throws IOException, Bzip2Exception {
        if (count < n) {
            fill();
            if (count < n) {
                throw new Bzip2Exception("the bzip2 stream ends early");
            }
        }
        int value = (int) (word >>> (Long.SIZE - n));
        word <<= n;
        count -= n;
        return value;
    }

    boolean readBit() throws IOException, Bzip2Exception {
        return read(1) != 0;
    }

    /** Whether nothing is left but the padding of the last byte. */
    boolean isAtEnd() throws IOException {
        return count < Byte.SIZE && at == limit && !refilled();
    }
}
