package dev.platte.client.gpt;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A disk: a block device or an image of one, read and written at byte offsets. Safe for use by
 * several threads at once, as long as their ranges do not overlap.
 */
public interface BlockDevice extends Closeable {
    /** Bytes, fixed while the device is open. */
    long size();

    /** Bytes of one logical sector, the unit in which a partition table counts: 512 or 4096. */
    int sectorSize();

    /**
     * Fills the buffer from {@code offset} on.
     *
     * @throws java.io.EOFException when the device ends before the buffer is full
     */
    void read(long offset, ByteBuffer into) throws IOException;

    /**
     * Writes all that remains in the buffer from {@code offset} on. Durable only after {@link
     * #sync()}.
     *
     * @throws IndexOutOfBoundsException when the range does not lie inside the device; nothing is
     *     written then
     */
    void write(long offset, ByteBuffer from) throws IOException;

    /** Returns when everything written so far is on stable storage. */
    void sync() throws IOException;

    /**
     * Says that those bytes were just written, and that nobody reads them soon: they may leave
     * memory for the disk now. Durable they are after {@link #sync} only.
     *
     * @throws IOException the disk does not take them
     */
    default void writeBehind(long offset, long length) throws IOException {}

    /** Says that those bytes were just read, and that nobody reads them soon again. */
    default void dropBehind(long offset, long length) {}

    /**
     * A second way to the same bytes that does not believe the page cache. The caller closes it.
     */
    Uncached uncached() throws IOException;

    @Override
    void close() throws IOException;

    /** Reads from the medium itself where the system allows that. */
    interface Uncached extends Closeable {
        /**
         * Fills the buffer from {@code offset} on; any offset and length, fastest at multiples of
         * 4096.
         */
        void read(long offset, ByteBuffer into) throws IOException;

        /** Why reads go through the page cache after all; empty when they do not. */
        Optional<String> throughCacheBecause();

        @Override
        void close() throws IOException;
    }
}
