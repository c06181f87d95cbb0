package dev.platte.harness.disk;

import dev.platte.client.gpt.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A disk over another one that is only read: some sectors come from a log, some were written since.
 */
final class Overlay implements BlockDevice {
    private final BlockDevice base;
    private final WriteLog log;
    private final Map<Long, Long> logged;
    private final Map<Long, byte[]> written = new HashMap<>();

    /**
     * @param logged where in the log a sector's bytes lie
     */
    Overlay(BlockDevice base, WriteLog log, Map<Long, Long> logged) {
        this.base = base;
        this.log = log;
        this.logged = logged;
    }

    @Override
    public long size() {
        return base.size();
    }

    @Override
    public int sectorSize() {
        return base.sectorSize();
    }

    @Override
    public synchronized void read(long offset, ByteBuffer into) throws IOException {
        int start = into.position();
        base.read(offset, into);
        int sector = sectorSize();
        for (long s = offset / sector; s * sector < offset + (into.position() - start); s++) {
            byte[] bytes = of(s);
            if (bytes.length > 0) {
                long from = Math.max(offset, s * sector);
                long to = Math.min(offset + (into.position() - start), (s + 1) * sector);
                into.put(
                        start + (int) (from - offset),
                        bytes,
                        (int) (from - s * sector),
                        (int) (to - from));
            }
        }
    }

    /** The sector's bytes if they differ from the base, else none. */
    private byte[] of(long sector) throws IOException {
        byte[] own = written.get(sector);
        if (own != null) {
            return own;
        }
        Long at = logged.get(sector);
        if (at == null) {
            return new byte[0];
        }
        byte[] bytes = new byte[sectorSize()];
        log.read(at, ByteBuffer.wrap(bytes));
        return bytes;
    }

    @Override
    public synchronized void write(long offset, ByteBuffer from) throws IOException {
        Objects.checkFromIndexSize(offset, (long) from.remaining(), size());
        int size = sectorSize();
        ByteBuffer whole = wholeSectors(this, offset, from);
        for (long sector = offset / size; whole.hasRemaining(); sector++) {
            byte[] bytes = new byte[size];
            whole.get(bytes);
            written.put(sector, bytes);
        }
    }

    /** A disk writes whole sectors; the rest of the first and the last is what it was. */
    static ByteBuffer wholeSectors(BlockDevice disk, long offset, ByteBuffer from)
            throws IOException {
        int size = disk.sectorSize();
        int skip = (int) (offset % size);
        int length = Math.ceilDiv(skip + from.remaining(), size) * size;
        ByteBuffer whole = ByteBuffer.allocate(length);
        if (length != from.remaining()) {
            disk.read(offset - skip, whole);
        }
        whole.clear().position(skip);
        return whole.put(from).clear();
    }

    @Override
    public void sync() {}

    @Override
    public Uncached uncached() {
        return new Same(this);
    }

    @Override
    public void close() {}

    /** There is no cache to go past. */
    record Same(BlockDevice device) implements Uncached {
        @Override
        public void read(long offset, ByteBuffer into) throws IOException {
            device.read(offset, into);
        }

        @Override
        public Optional<String> throughCacheBecause() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
