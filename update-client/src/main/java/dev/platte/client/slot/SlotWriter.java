package dev.platte.client.slot;

import dev.platte.client.gpt.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The target slot's bytes and no others: offsets count from the start of the slot, and nothing
 * outside of it can be reached. Several threads may write ranges that do not overlap.
 */
public final class SlotWriter {
    private final BlockDevice device;
    private final long start;
    private final long size;
    private volatile boolean revoked;

    SlotWriter(BlockDevice device, long start, long size) {
        this.device = device;
        this.start = start;
        this.size = size;
    }

    /** Bytes of the slot. */
    public long size() {
        return size;
    }

    /**
     * Writes all that remains in the buffer.
     *
     * @throws IndexOutOfBoundsException when the range leaves the slot; nothing is written then
     * @throws IllegalStateException when the slot was verified or opened again since
     */
    public void write(long offset, ByteBuffer from) throws IOException {
        Objects.checkFromIndexSize(offset, (long) from.remaining(), size);
        if (revoked) {
            throw new IllegalStateException("the slot was closed to this writer");
        }
        long at = Math.addExact(start, offset);
        int length = from.remaining();
        device.write(at, from);
        device.writeBehind(at, length);
    }

    /** Fills the buffer with what was written, through the page cache. */
    public void read(long offset, ByteBuffer into) throws IOException {
        Objects.checkFromIndexSize(offset, (long) into.remaining(), size);
        device.read(Math.addExact(start, offset), into);
    }

    /** Returns when everything written so far is on stable storage. */
    public void sync() throws IOException {
        device.sync();
    }

    void revoke() {
        revoked = true;
    }
}
