package dev.platte.client.install;

import dev.platte.client.slot.SlotWriter;
import dev.platte.client.slot.Slots;
import dev.platte.payload.apply.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The inactive slot. It is made unbootable and opened when the size of the image is known, which is
 * before the first byte is written and after what can fail without harm.
 */
final class SlotTarget implements Target {
    private final Slots slots;
    private final long capacity;
    private volatile @Nullable SlotWriter writer;

    SlotTarget(Slots slots) throws IOException {
        this.slots = slots;
        this.capacity = slots.target().size();
    }

    /** Opens the slot for an image of that size; an open one stays open. */
    void open(long imageSize) throws IOException {
        if (writer == null) {
            writer = slots.openTarget(imageSize);
        }
    }

    @Override
    public long capacity() {
        return capacity;
    }

    @Override
    public void write(ByteBuffer data, long position) throws IOException {
        opened().write(position, data);
    }

    @Override
    public void finish(long size) {
        // A partition keeps its length.
    }

    /** Everything written so far is on stable storage when this returns. */
    void sync() throws IOException {
        opened().sync();
    }

    private SlotWriter opened() {
        SlotWriter open = writer;
        if (open == null) {
            throw new IllegalStateException("the slot was not opened before the first write");
        }
        return open;
    }
}
