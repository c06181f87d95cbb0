package dev.platte.harness.disk;

import dev.platte.client.gpt.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A disk that fails once, at the nth deed of one kind, or from then on for ever. */
final class FailingDisk implements BlockDevice {
    /** What can fail. */
    enum Deed {
        READ,
        WRITE,
        SYNC,
        /** Past the page cache, as a slot is read back. */
        READ_BACK
    }

    private final BlockDevice disk;
    private final Deed deed;
    private final int nth;
    private final boolean forEver;
    private final AtomicInteger count = new AtomicInteger();

    FailingDisk(BlockDevice disk, Deed deed, int nth, boolean forEver) {
        this.disk = disk;
        this.deed = deed;
        this.nth = nth;
        this.forEver = forEver;
    }

    /** How often the deed was tried. */
    int count() {
        return count.get();
    }

    private void perhapsFail(Deed now) throws IOException {
        if (now == deed) {
            int done = count.getAndIncrement();
            if (done == nth || forEver && done > nth) {
                throw new IOException("Input/output error");
            }
        }
    }

    @Override
    public long size() {
        return disk.size();
    }

    @Override
    public int sectorSize() {
        return disk.sectorSize();
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        perhapsFail(Deed.READ);
        disk.read(offset, into);
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        perhapsFail(Deed.WRITE);
        disk.write(offset, from);
    }

    @Override
    public void sync() throws IOException {
        perhapsFail(Deed.SYNC);
        disk.sync();
    }

    @Override
    public Uncached uncached() throws IOException {
        Uncached real = disk.uncached();
        return new Uncached() {
            @Override
            public void read(long offset, ByteBuffer into) throws IOException {
                perhapsFail(Deed.READ_BACK);
                real.read(offset, into);
            }

            @Override
            public Optional<String> throughCacheBecause() {
                return real.throughCacheBecause();
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        disk.close();
    }
}
