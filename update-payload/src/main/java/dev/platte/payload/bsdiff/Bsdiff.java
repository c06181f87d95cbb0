package dev.platte.payload.bsdiff;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Makes patches. The same bytes give the same patch, on any machine. */
public final class Bsdiff {
    private static final int LEVEL_UNIT = 100_000;
    private static final int BEST_LEVEL = 9;

    private Bsdiff() {}

    /**
     * What of the old bytes the new ones can be made from, in the order of the new ones; what lies
     * between the pieces must be brought along.
     *
     * @param length new bytes that count
     * @return empty when finding out would take too long, for texts that repeat themselves
     */
    public static Optional<List<Piece>> pieces(SortedBytes old, byte[] made, int length) {
        return new Matcher(old, made, length).pieces();
    }

    /**
     * The patch that makes new bytes from pieces of old ones.
     *
     * @param pieces in the order of the new bytes, none over another
     * @param length new bytes that count
     * @param places where a place in the old bytes lies when the patch is applied; the bytes of a
     *     piece stay together
     */
    public static byte[] patch(
            List<Piece> pieces, byte[] old, byte[] made, int length, IntUnaryOperator places) {
        int alike = pieces.stream().mapToInt(Piece::length).sum();
        ByteArrayOutputStream control = new ByteArrayOutputStream();
        ByteArrayOutputStream differences = new ByteArrayOutputStream(alike);
        ByteArrayOutputStream extra = new ByteArrayOutputStream(length - alike);
        Piece before = new Piece(0, 0, 0);
        for (Piece piece : pieces) {
            for (int i = 0; i < piece.length(); i++) {
                differences.write(made[piece.made() + i] - old[piece.old() + i]);
            }
            Piece placed = new Piece(piece.made(), places.applyAsInt(piece.old()), piece.length());
            between(control, extra, before, placed, made);
            before = placed;
        }
        between(control, extra, before, new Piece(length, end(before), 0), made);
        byte[] controls = bzip2(control);
        byte[] difference = bzip2(differences);
        byte[] extras = bzip2(extra);
        return ByteBuffer.allocate(
                        Bspatch.HEADER + controls.length + difference.length + extras.length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(Bspatch.MAGIC)
                .putLong(controls.length)
                .putLong(difference.length)
                .putLong(length)
                .put(controls)
                .put(difference)
                .put(extras)
                .array();
    }

    private static int end(Piece piece) {
        return piece.old() + piece.length();
    }

    /** The entry of a piece, which ends with the way to the next one. */
    private static void between(
            ByteArrayOutputStream control,
            ByteArrayOutputStream extra,
            Piece piece,
            Piece next,
            byte[] made) {
        int from = piece.made() + piece.length();
        int gap = next.made() - from;
        long seek = next.old() - (long) end(piece);
        if (piece.length() == 0 && gap == 0 && seek == 0) {
            return;
        }
        extra.write(made, from, gap);
        control.writeBytes(
                ByteBuffer.allocate(3 * Long.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(piece.length())
                        .putLong(gap)
                        .putLong(seek < 0 ? -seek | Long.MIN_VALUE : seek)
                        .array());
    }

    /** One stream, by blocks no larger than it needs: they cost the host memory. */
    private static byte[] bzip2(ByteArrayOutputStream raw) {
        int level = Math.clamp(Math.ceilDiv(raw.size(), LEVEL_UNIT), 1, BEST_LEVEL);
        ByteArrayOutputStream out = new ByteArrayOutputStream(raw.size() / 4 + 100);
        try (BZip2CompressorOutputStream compressor = new BZip2CompressorOutputStream(out, level)) {
            raw.writeTo(compressor);
        } catch (IOException e) {
            throw new UncheckedIOException("compressing in memory failed", e);
        }
        return out.toByteArray();
    }
}
