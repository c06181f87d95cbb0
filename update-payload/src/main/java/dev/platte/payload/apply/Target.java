package dev.platte.payload.apply;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Where an image is written. Several threads write at once, never to the same bytes, and what one
 * has written another reads only when the writing has ended.
 */
public interface Target {
    /** How many bytes fit. */
    long capacity();

    /**
     * Writes all that remains in the buffer.
     *
     * @param position bytes from the start of this target; the caller keeps within {@link
     *     #capacity}
     */
    void write(ByteBuffer data, long position) throws IOException;

    /**
     * Fills what remains of the buffer with what was written there; a delta asks for what an
     * earlier operation of it wrote.
     *
     * @param position bytes from the start of this target
     */
    void read(ByteBuffer into, long position) throws IOException;

    /** All is written: what lies beyond the size is cut off where the target can be cut. */
    void finish(long size) throws IOException;

    /**
     * A region of a device or of a disk image. Nothing outside it is ever written.
     *
     * @param start bytes from the start of the channel
     * @param length bytes
     */
    static Target region(FileChannel channel, long start, long length) {
        return new RegionTarget(channel, start, length);
    }

    /** A regular file of its own, cut to size at the end. */
    static Target file(FileChannel channel) {
        return new FileTarget(channel);
    }
}
