package dev.platte.harness.disk;

import dev.platte.client.gpt.BlockDevice;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/**
 * Records what is written to a disk, then shows the disk as a power cut at any moment could have
 * left it. The disk underneath is never written.
 *
 * <p>The model: what was written before the last completed sync is there. Of what was written
 * since, any subset may be there, and one write in it may be torn: only its first or only its last
 * sectors, perhaps with one sector half old and half new.
 */
public final class PowerCut implements Closeable {
    /**
     * How many of the possible cuts are shown, per stretch between two syncs.
     *
     * @param tears per write, spread over its sectors; all of them when it has no more
     * @param subsets of the writes of one stretch; all of them when there are no more, else chosen
     *     by the seed
     * @param prefixes of the writes of one stretch, evenly spread; all of them when there are no
     *     more
     */
    public record Bounds(int tears, int subsets, int prefixes, long seed) {
        /** Every cut of stretches as short as those of a change of the partition table. */
        public static final Bounds EVERYTHING =
                new Bounds(Integer.MAX_VALUE, 1 << 10, Integer.MAX_VALUE, 0);
    }

    /** Looks at a disk after a cut; it may write to it, and nobody else sees that. */
    @FunctionalInterface
    public interface Check {
        void check(String cut, BlockDevice disk) throws IOException;
    }

    private final BlockDevice base;
    private final WriteLog log;
    private final Map<Long, Long> current = new HashMap<>();

    private PowerCut(BlockDevice base, WriteLog log) {
        this.base = base;
        this.log = log;
    }

    /**
     * @param log a file that does not exist; it takes every byte written and goes away on {@link
     *     #close}
     */
    public static PowerCut over(BlockDevice base, Path log) throws IOException {
        return new PowerCut(base, new WriteLog(log));
    }

    /** The disk to write to. Closing it changes nothing. */
    public BlockDevice device() {
        return new Recorder();
    }

    /** Completed syncs that had something to sync. */
    public int syncs() {
        return log.epochs().size() - 1;
    }

    /** Shows cut after cut; returns how many there were. */
    public int forEachCut(Bounds bounds, Check check) throws IOException {
        Map<Long, Long> durable = new HashMap<>();
        Random random = new Random(bounds.seed());
        int count = 0;
        List<List<WriteLog.Write>> epochs = log.epochs();
        for (int i = 0; i < epochs.size(); i++) {
            for (Survivors survivors : Survivors.of(epochs.get(i), bounds, random)) {
                Map<Long, Long> sectors = new HashMap<>(durable);
                survivors.writes().forEach(write -> put(sectors, write));
                Overlay disk = new Overlay(base, log, sectors);
                survivors.halfSector().ifPresent(write -> half(disk, write));
                check.check("after sync %d: %s".formatted(i, survivors.description()), disk);
                count++;
            }
            epochs.get(i).forEach(write -> put(durable, write));
        }
        return count;
    }

    private void put(Map<Long, Long> sectors, WriteLog.Write write) {
        for (int i = 0; i < write.count(); i++) {
            sectors.put(write.sector() + i, write.at() + (long) i * base.sectorSize());
        }
    }

    /** Puts the first half of a one-sector write over what is there. */
    private void half(Overlay disk, WriteLog.Write write) {
        try {
            int size = base.sectorSize();
            ByteBuffer mixed = ByteBuffer.allocate(size);
            disk.read(write.sector() * size, mixed);
            log.read(write.at(), mixed.clear().limit(size / 2));
            disk.write(write.sector() * size, mixed.clear());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

    /** Sees its own writes, and keeps them. */
    private final class Recorder implements BlockDevice {
        @Override
        public long size() {
            return base.size();
        }

        @Override
        public int sectorSize() {
            return base.sectorSize();
        }

        @Override
        public void read(long offset, ByteBuffer into) throws IOException {
            synchronized (current) {
                new Overlay(base, log, current).read(offset, into);
            }
        }

        @Override
        public void write(long offset, ByteBuffer from) throws IOException {
            Objects.checkFromIndexSize(offset, (long) from.remaining(), size());
            synchronized (current) {
                ByteBuffer whole = Overlay.wholeSectors(this, offset, from);
                put(current, log.add(offset / sectorSize(), whole, sectorSize()));
            }
        }

        @Override
        public void sync() {
            log.sync();
        }

        @Override
        public Uncached uncached() {
            return new Overlay.Same(this);
        }

        @Override
        public void close() {}
    }
}
