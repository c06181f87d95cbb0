package dev.platte.payload.delta;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** An image as blocks; what is missing of the last one reads as zeros. Several threads read. */
record BlockImage(FileChannel channel, long size) {
    static final int BLOCK = 4096;

    private static final int PIECE = 64;

    /** 128 GiB, as much as an applier takes. */
    private static final long MOST_BLOCKS = 1L << 25;

    BlockImage {
        if (Math.ceilDiv(size, BLOCK) > MOST_BLOCKS) {
            throw new IllegalArgumentException("an image of " + size + " bytes");
        }
    }

    static boolean isTooLarge(long size) {
        return Math.ceilDiv(size, BLOCK) > MOST_BLOCKS;
    }

    int blocks() {
        return (int) Math.ceilDiv(size, BLOCK);
    }

    /** Bytes that the last block lacks. */
    int missing() {
        return (int) (blocks() * (long) BLOCK - size);
    }

    /** Whether that block is the last one, and not whole. */
    boolean isPart(int block) {
        return block == blocks() - 1 && missing() > 0;
    }

    /**
     * Reads consecutive blocks; in pieces, since the JDK keeps a buffer as large as the largest.
     */
    void read(int block, int count, byte[] to, int at) throws IOException {
        for (int done = 0; done < count; done += PIECE) {
            readPiece(block + done, Math.min(PIECE, count - done), to, at + done * BLOCK);
        }
    }

    private void readPiece(int block, int count, byte[] to, int at) throws IOException {
        long position = block * (long) BLOCK;
        int length = count * BLOCK;
        int there = (int) Math.clamp(size - position, 0L, (long) length);
        ByteBuffer into = ByteBuffer.wrap(to, at, there);
        while (into.hasRemaining()) {
            int read = channel.read(into, position);
            if (read < 0) {
                throw new EOFException("an image became shorter while it was read");
            }
            position += read;
        }
        Arrays.fill(to, at + there, at + length, (byte) 0);
    }

    /** Reads blocks in the order of the list. */
    byte[] read(int[] blocks) throws IOException {
        byte[] bytes = new byte[blocks.length * BLOCK];
        for (int i = 0; i < blocks.length; ) {
            int run = Blocks.run(blocks, i);
            read(blocks[i], run, bytes, i * BLOCK);
            i += run;
        }
        return bytes;
    }

    /** How many bytes such a list has; the image's last block may only be its last one. */
    int length(int[] blocks) {
        boolean cut = blocks.length > 0 && isPart(blocks[blocks.length - 1]);
        return blocks.length * BLOCK - (cut ? missing() : 0);
    }
}
