package dev.platte.payload.apply;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The old image that a delta starts from: the running slot, the running kernel. It is only read,
 * and does not change while it is. Several threads read at once.
 */
public interface Source {
    /** How many bytes there are. */
    long size();

    /**
     * Fills what remains of the buffer.
     *
     * @param position bytes from the start; the caller keeps within {@link #size}
     */
    void read(ByteBuffer into, long position) throws IOException;

    /** A whole file as long as it is now. */
    static Source file(FileChannel channel) throws IOException {
        return region(channel, 0, channel.size());
    }

    /**
     * A region of a device or of a disk image.
     *
     * @param start bytes from the start of the channel
     * @param length bytes
     */
    static Source region(FileChannel channel, long start, long length) {
        return new RegionSource(channel, start, length);
    }
}
