package dev.platte.client.install;

import dev.platte.client.rate.RateLimit;
import dev.platte.client.slot.SlotWriter;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.Flip;
import dev.platte.payload.apply.Target;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The inactive slot. It is made unbootable and opened when the size of the image is known, which is
 * before the first byte is written and after what can fail without harm.
 */
final class SlotTarget implements Target {
    private final Slots slots;
    private final long capacity;
    private final BootMemory memory;
    private Runnable givenUp = () -> {};
    private volatile @Nullable RateLimit limit;
    private volatile @Nullable SlotWriter writer;
    private volatile @Nullable IOException broken;

    SlotTarget(Slots slots, BootMemory memory) throws IOException {
        this.slots = slots;
        this.memory = memory;
        this.capacity = slots.target().size();
    }

    /** Is told when a release that waits for its reboot loses the slot. */
    void whenGivenUp(Runnable listener) {
        givenUp = listener;
    }

    /** How fast it may be written. */
    void pace(RateLimit allowed) {
        limit = allowed;
    }

    /** Why the disk did not take what was written; empty when it did. */
    Optional<IOException> broken() {
        return Optional.ofNullable(broken);
    }

    /**
     * Opens the slot for an image of that size; an open one stays open. What waits in it for its
     * reboot is first made unbootable and then forgotten: between the two, the next start finds a
     * flip that is not on the disk, and forgets it too.
     */
    void open(long imageSize) throws IOException {
        if (writer != null) {
            return;
        }
        writer = slots.openTarget(imageSize);
        Optional<Flip> waiting = memory.flip();
        if (waiting.isPresent()) {
            memory.undone(waiting.get());
            givenUp.run();
        }
    }

    @Override
    public long capacity() {
        return capacity;
    }

    @Override
    public void write(ByteBuffer data, long position) throws IOException {
        SlotWriter open = opened();
        waitFor(data.remaining());
        try {
            open.write(position, data);
        } catch (IOException e) {
            broken = e;
            throw e;
        }
    }

    /** Once the process is to end, what is under way is written without waiting any more. */
    private void waitFor(int bytes) {
        RateLimit allowed = limit;
        if (allowed != null) {
            try {
                allowed.take(bytes);
            } catch (InterruptedException e) {
                limit = null;
            }
        }
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        opened().read(position, into);
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
