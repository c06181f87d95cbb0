package dev.platte.payload.apply;

import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Writes one operation's result through its extents, in their order. The last block is filled with
 * zeros; nothing is written beyond the image's end, over which the real tool's last extent reaches.
 */
final class ExtentWriter implements ByteSink {
    private static final int PIECE = 64 * 1024;
    private static final byte[] ZEROS = new byte[PIECE];

    private final Step step;
    private int extent;
    private long within;
    private long written;

    ExtentWriter(Step step) {
        this.step = step;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException, PayloadException {
        int at = from;
        int left = length;
        while (left > 0) {
            int room = (int) Math.min(left, room());
            if (room == 0) {
                throw step.refuse(
                        Fault.OPERATION,
                        "more data than its extents hold, from byte %d of it".formatted(written));
            }
            put(bytes, at, room);
            at += room;
            left -= room;
        }
    }

    /** Fills the last block, and leaves the ones after it as they were. */
    void finish() throws IOException, PayloadException {
        fillBlock();
        if (step.site().source().isPresent()) {
            keepRest(step.site().source().get());
        }
    }

    private void fillBlock() throws IOException {
        long over = within % step.site().blockSize();
        if (over == 0 || extent == step.extents().size()) {
            return;
        }
        long left = step.site().blockSize() - over;
        while (left > 0) {
            int piece = (int) Math.min(left, ZEROS.length);
            put(ZEROS, 0, piece);
            left -= piece;
        }
    }

    /**
     * What a delta does not write stays as it was in the old image, of which the target has no copy
     * where it was to be written.
     */
    private void keepRest(Source old) throws IOException, PayloadException {
        byte[] piece = new byte[0];
        for (long left = room(); left > 0; left = room()) {
            if (step.turn().isAlone()) {
                throw step.refuse(
                        Fault.OPERATION,
                        "ends after %d bytes, and its other blocks are written by others too"
                                .formatted(written));
            }
            if (piece.length == 0) {
                piece = new byte[PIECE];
            }
            int length = (int) Math.min(left, PIECE);
            Extent current = step.extents().get(extent);
            if (!current.isHole()) {
                int there = Math.clamp(old.size() - position(current), 0, length);
                old.read(ByteBuffer.wrap(piece, 0, there), position(current));
                Arrays.fill(piece, there, length, (byte) 0);
                writeInside(current, piece, 0, length);
            }
            within += length;
        }
    }

    private long position(Extent current) {
        return current.startBlock() * step.site().blockSize() + within;
    }

    /**
     * Bytes that fit into the current extent, or into the next one that is not full; 0 when all
     * are.
     */
    private long room() {
        while (extent < step.extents().size()) {
            long left = bytesLeft();
            if (left > 0) {
                return left;
            }
            extent++;
            within = 0;
        }
        return 0;
    }

    private long bytesLeft() {
        return step.extents().get(extent).numBlocks() * step.site().blockSize() - within;
    }

    private void put(byte[] bytes, int from, int length) throws IOException {
        writeInside(step.extents().get(extent), bytes, from, length);
        within += length;
        written += length;
    }

    private void writeInside(Extent current, byte[] bytes, int from, int length)
            throws IOException {
        if (current.isHole() || step.target().isEmpty()) {
            return;
        }
        int inside = Math.clamp(step.site().imageSize() - position(current), 0, length);
        if (inside > 0) {
            step.target().get().write(ByteBuffer.wrap(bytes, from, inside), position(current));
        }
    }
}
