package dev.platte.payload.bsdiff;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Random;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** A patch put together by hand, honest or not. */
public final class ForgedPatch {
    private final ByteArrayOutputStream control = new ByteArrayOutputStream();
    private final ByteArrayOutputStream difference = new ByteArrayOutputStream();
    private final ByteArrayOutputStream extra = new ByteArrayOutputStream();

    /**
     * An honest patch by a bad algorithm: pieces of random length, each from a random place of the
     * old bytes, also from before and behind them.
     */
    public static byte[] random(Random random, byte[] old, byte[] made) {
        ForgedPatch patch = new ForgedPatch();
        int at = 0;
        long position = 0;
        while (at < made.length) {
            int length = Math.min(made.length - at, 9 + random.nextInt(3000));
            int alike = random.nextInt(length + 1);
            byte[] part = new byte[alike];
            for (int i = 0; i < alike; i++) {
                long from = position + i;
                byte before = from >= 0 && from < old.length ? old[(int) from] : 0;
                part[i] = (byte) (made[at + i] - before);
            }
            byte[] rest = new byte[length - alike];
            System.arraycopy(made, at + alike, rest, 0, rest.length);
            long next = random.nextInt(old.length + 200) - 100L;
            patch.entry(part, rest, next - position - alike);
            position = next;
            at += length;
        }
        return patch.bytes(made.length);
    }

    /** An entry that says what it brings. */
    public ForgedPatch entry(byte[] differences, byte[] extras, long seek) {
        return lie(differences.length, extras.length, seek).bring(differences, extras);
    }

    /** An entry that brings nothing. */
    public ForgedPatch lie(long differences, long extras, long seek) {
        ByteBuffer entry = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        control.writeBytes(
                entry.putLong(signed(differences))
                        .putLong(signed(extras))
                        .putLong(signed(seek))
                        .array());
        return this;
    }

    /** Bytes for the streams of differences and extra bytes. */
    public ForgedPatch bring(byte[] differences, byte[] extras) {
        difference.writeBytes(differences);
        extra.writeBytes(extras);
        return this;
    }

    /** The patch. */
    public byte[] bytes(long newSize) {
        return bytes(bzip2(control), bzip2(difference), bzip2(extra), newSize);
    }

    static byte[] bytes(byte[] control, byte[] difference, byte[] extra, long newSize) {
        return ByteBuffer.allocate(32 + control.length + difference.length + extra.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Bspatch.MAGIC)
                .putLong(signed(control.length))
                .putLong(signed(difference.length))
                .putLong(signed(newSize))
                .put(control)
                .put(difference)
                .put(extra)
                .array();
    }

    static byte[] bzip2(ByteArrayOutputStream raw) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BZip2CompressorOutputStream compressor = new BZip2CompressorOutputStream(out, 1)) {
            raw.writeTo(compressor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static long signed(long value) {
        return value < 0 ? -value | Long.MIN_VALUE : value;
    }
}
