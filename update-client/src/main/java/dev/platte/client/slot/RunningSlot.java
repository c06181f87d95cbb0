package dev.platte.client.slot;

import dev.platte.client.gpt.BlockDevice;
import dev.platte.payload.apply.Source;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The slot that runs, as what a delta starts from: its bytes and no others, only read, and not kept
 * in memory.
 */
record RunningSlot(BlockDevice device, long start, long size) implements Source {
    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        Objects.checkFromIndexSize(position, into.remaining(), size);
        long at = Math.addExact(start, position);
        int length = into.remaining();
        device.read(at, into);
        device.dropBehind(at, length);
    }
}
