package dev.platte.payload.apply;

import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes one operation's result through its extents, in their order. The last block is filled with
 * zeros; nothing is written beyond the image's end, over which the real tool's last extent reaches.
 */
final class ExtentWriter implements ByteSink {
    private static final byte[] ZEROS = new byte[64 * 1024];

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

    /** Fills the last block. */
    void finish() throws IOException, PayloadException {
        long over = within % step.blockSize();
        if (over == 0 || extent == step.extents().size()) {
            return;
        }
        long left = Math.min(step.blockSize() - over, bytesLeft());
        while (left > 0) {
            int piece = (int) Math.min(left, ZEROS.length);
            put(ZEROS, 0, piece);
            left -= piece;
        }
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
        Extent current = step.extents().get(extent);
        long length = current.numBlocks() * step.blockSize();
        if (!current.isHole()) {
            length = Math.min(length, step.imageSize() - current.startBlock() * step.blockSize());
        }
        return length - within;
    }

    private void put(byte[] bytes, int from, int length) throws IOException {
        Extent current = step.extents().get(extent);
        if (!current.isHole() && step.target().isPresent()) {
            long position = current.startBlock() * step.blockSize() + within;
            step.target().get().write(ByteBuffer.wrap(bytes, from, length), position);
        }
        within += length;
        written += length;
    }
}
