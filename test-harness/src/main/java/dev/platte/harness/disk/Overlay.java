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
        if (offset % size != 0 || from.remaining() % size != 0) {
            throw new IOException(
                    "a write of %d bytes at %d is not made of whole sectors"
                            .formatted(from.remaining(), offset));
        }
        for (long sector = offset / size; from.hasRemaining(); sector++) {
            byte[] bytes = new byte[size];
            from.get(bytes);
            written.put(sector, bytes);
        }
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
