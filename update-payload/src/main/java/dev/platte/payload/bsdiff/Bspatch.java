package dev.platte.payload.bsdiff;

import dev.platte.payload.bzip.Bzip2Decoder;
import dev.platte.payload.bzip.Bzip2Exception;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Applies patches, one after the other: the new bytes come in order, the old ones are asked for
 * where the patch wants them. A patch is a header of 32 bytes and three bzip2 streams: control
 * entries (so many bytes of the difference, so many extra ones, so far to seek in the old file),
 * differences, extra bytes.
 *
 * <p>Holds 12 MiB of heap, the lent decoder's with it, whatever the patch says. For one thread at a
 * time.
 */
public final class Bspatch {
    /** Bytes before the streams. */
    public static final int HEADER = 32;

    /** {@code BSDIFF40} as a little-endian number. */
    static final long MAGIC = 0x3034_4646_4944_5342L;

    private static final int ENTRY = 24;
    private static final int PIECE = 64 * 1024;

    /**
     * Every algorithm in use goes on to a next entry only for a match of more than 8 bytes; many
     * more entries than that have no other end than to keep a host busy.
     */
    private static final int LEAST_PER_ENTRY = 4;

    private static final int FREE_ENTRIES = 64;

    private final Bzip2Decoder control = new Bzip2Decoder();
    private final Bzip2Decoder difference;
    private final Bzip2Decoder extra = new Bzip2Decoder();
    private final byte[] entry = new byte[ENTRY];
    private final byte[] oldPiece = new byte[PIECE];

    private OldBytes old = NOTHING;
    private long left;
    private long oldPosition;
    private long entriesLeft;
    private long differenceLeft;
    private long extraLeft;
    private long seek;

    private static final OldBytes NOTHING =
            new OldBytes() {
                @Override
                public long size() {
                    return 0;
                }

                @Override
                public void read(long at, byte[] to, int from, int length) {
                    throw new IllegalStateException("there is nothing to read");
                }
            };

    /**
     * For patches.
     *
     * @param lent used as one of three decoders between {@link #open} and the last {@link #read}
     */
    public Bspatch(Bzip2Decoder lent) {
        difference = lent;
    }

    /**
     * Begins a patch.
     *
     * @param newSize bytes that it must make
     * @throws BsdiffException when it is none, or makes another number of bytes
     */
    public void open(PatchBytes patch, OldBytes from, long newSize)
            throws BsdiffException, IOException {
        if (patch.size() < HEADER) {
            throw new BsdiffException("a patch of %d bytes".formatted(patch.size()));
        }
        byte[] head = new byte[HEADER];
        patch.read(0, head, 0, HEADER);
        ByteBuffer fields = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
        if (fields.getLong() != MAGIC) {
            throw new BsdiffException("does not begin with BSDIFF40: not a patch");
        }
        long controlLength = length(fields.getLong(), patch.size() - HEADER);
        long differenceLength = length(fields.getLong(), patch.size() - HEADER - controlLength);
        long announced = signed(fields.getLong());
        if (announced != newSize) {
            throw new BsdiffException(
                    "the patch makes %d bytes, %d are wanted".formatted(announced, newSize));
        }
        try {
            long differenceAt = HEADER + controlLength;
            long extraAt = differenceAt + differenceLength;
            control.open(patch.bits(HEADER, controlLength));
            difference.open(patch.bits(differenceAt, differenceLength));
            extra.open(patch.bits(extraAt, patch.size() - extraAt));
        } catch (Bzip2Exception e) {
            throw broken(e);
        }
        old = from;
        left = newSize;
        oldPosition = 0;
        entriesLeft = newSize / LEAST_PER_ENTRY + FREE_ENTRIES;
        differenceLeft = 0;
        extraLeft = 0;
        seek = 0;
    }

    private static long length(long field, long most) throws BsdiffException {
        long length = signed(field);
        if (length < 0 || length > most) {
            throw new BsdiffException(
                    "a stream of %d bytes in a patch that has %d left".formatted(length, most));
        }
        return length;
    }

    /** Numbers have their sign in the highest bit, apart from the magnitude. */
    private static long signed(long field) {
        long magnitude = field & Long.MAX_VALUE;
        return field < 0 ? -magnitude : magnitude;
    }

    /**
     * The next new bytes. With the last of them every stream was checked to end there.
     *
     * @return how many, fewer than asked for only at the end
     * @throws BsdiffException when the patch is damaged
     * @throws IOException when the old bytes or the patch cannot be read
     */
    public int read(byte[] to, int from, int length) throws BsdiffException, IOException {
        int done = 0;
        try {
            while (done < length && left > 0) {
                int part;
                if (differenceLeft > 0) {
                    part = takeDifference(to, from + done, length - done);
                } else if (extraLeft > 0) {
                    part = takeExtra(to, from + done, length - done);
                } else {
                    nextEntry();
                    continue;
                }
                done += part;
                left -= part;
                if (left == 0) {
                    requireEnd();
                }
            }
        } catch (Bzip2Exception e) {
            throw broken(e);
        }
        return done;
    }

    private int takeDifference(byte[] to, int from, int most)
            throws BsdiffException, Bzip2Exception, IOException {
        int part = (int) Math.min(differenceLeft, Math.min(most, PIECE));
        if (difference.read(to, from, part) < part) {
            throw new BsdiffException("the differences end early");
        }
        // bspatch: what lies before or behind the old file counts as zeros.
        long first = Math.clamp(-oldPosition, 0L, (long) part);
        long end = Math.clamp(old.size() - oldPosition, first, (long) part);
        int skip = (int) first;
        int there = (int) (end - first);
        if (there > 0) {
            old.read(oldPosition + first, oldPiece, 0, there);
            for (int i = 0; i < there; i++) {
                to[from + skip + i] += oldPiece[i];
            }
        }
        differenceLeft -= part;
        oldPosition += part;
        return part;
    }

    private int takeExtra(byte[] to, int from, int most)
            throws BsdiffException, Bzip2Exception, IOException {
        int part = (int) Math.min(extraLeft, most);
        if (extra.read(to, from, part) < part) {
            throw new BsdiffException("the extra bytes end early");
        }
        extraLeft -= part;
        return part;
    }

    private void nextEntry() throws BsdiffException, Bzip2Exception, IOException {
        if (entriesLeft-- == 0) {
            throw new BsdiffException("more control entries than a patch of this size can have");
        }
        if (control.read(entry, 0, ENTRY) < ENTRY) {
            throw new BsdiffException("the control entries end early");
        }
        ByteBuffer fields = ByteBuffer.wrap(entry).order(ByteOrder.LITTLE_ENDIAN);
        try {
            oldPosition = Math.addExact(oldPosition, seek);
            differenceLeft = signed(fields.getLong());
            extraLeft = signed(fields.getLong());
            seek = signed(fields.getLong());
            if (differenceLeft < 0
                    || extraLeft < 0
                    || Math.addExact(differenceLeft, extraLeft) > left) {
                throw new BsdiffException(
                        "a control entry of %d and %d bytes where %d are to come"
                                .formatted(differenceLeft, extraLeft, left));
            }
            // So that every later sum within this entry is exact.
            Math.addExact(oldPosition, differenceLeft);
            Math.subtractExact(old.size(), oldPosition);
        } catch (ArithmeticException e) {
            throw new BsdiffException("a control entry seeks to nowhere", e);
        }
    }

    private void requireEnd() throws BsdiffException, Bzip2Exception, IOException {
        if (differenceLeft > 0
                || extraLeft > 0
                || control.read(entry, 0, 1) > 0
                || difference.read(entry, 0, 1) > 0
                || extra.read(entry, 0, 1) > 0) {
            throw new BsdiffException("the patch goes on after its last byte");
        }
    }

    private static BsdiffException broken(Bzip2Exception cause) {
        return new BsdiffException("a stream of the patch is broken: " + cause.getMessage(), cause);
    }
}
