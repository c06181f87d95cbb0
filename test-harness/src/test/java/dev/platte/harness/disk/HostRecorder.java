package dev.platte.harness.disk;

import dev.platte.client.gpt.BlockDevice;
import dev.platte.harness.files.FileChange;
import dev.platte.harness.files.Remains;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Records what one process does to a disk and to files, in one order, and shows both as a power cut
 * at any moment could have left them.
 */
final class HostRecorder implements Closeable {
    /** What of the writes that nothing had synced is there after the cut. */
    enum Fate {
        ALL,
        NONE,
        /** All, and of the last one a part. */
        TORN,
        /** Each one or not, in whatever order the disk liked. */
        SOME
    }

    /** One thing that the process did. */
    private sealed interface Deed {
        record Wrote(WriteLog.Write write) implements Deed {}

        record Synced() implements Deed {}

        record Changed(FileChange change) implements Deed {}
    }

    private final BlockDevice base;
    private final WriteLog log;
    private final Map<String, byte[]> files;
    private final List<Deed> deeds = new ArrayList<>();
    private final Map<Long, Long> current = new HashMap<>();

    /**
     * @param files those of the beginning, by their paths below the directory that is told
     */
    HostRecorder(BlockDevice base, Path log, Map<String, byte[]> files) throws IOException {
        this.base = base;
        this.log = new WriteLog(log);
        this.files = files;
    }

    /** The disk to write to. */
    BlockDevice device() {
        return new Recorder();
    }

    /** To be told of every change of a file. */
    synchronized void changed(FileChange change) {
        deeds.add(new Deed.Changed(change));
    }

    /** An orderly shutdown: nothing waits to be written any more. */
    synchronized void shutDown() {
        deeds.add(new Deed.Synced());
        List<FileChange> syncs = new ArrayList<>();
        for (Deed deed : deeds) {
            switch (deed) {
                case Deed.Changed(FileChange.Written(int file, long _, byte[] _)) ->
                        syncs.add(new FileChange.DataSynced(file));
                case Deed.Changed(FileChange.Removed(String path)) ->
                        syncs.add(new FileChange.NamesSynced(parent(path)));
                case Deed.Changed(FileChange.Renamed(String _, String to)) ->
                        syncs.add(new FileChange.NamesSynced(parent(to)));
                case Deed.Changed _, Deed.Wrote _, Deed.Synced _ -> {}
            }
        }
        syncs.stream().distinct().forEach(sync -> deeds.add(new Deed.Changed(sync)));
    }

    private static String parent(String path) {
        return path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    /** How many moments there are at which the power can fail; the first is before everything. */
    synchronized int moments() {
        return deeds.size() + 1;
    }

    /** What the process did last before that moment, for people. */
    synchronized String at(int moment) {
        return moment == 0
                ? "before everything"
                : "after %d: %s".formatted(moment, words(deeds.get(moment - 1)));
    }

    private static String words(Deed deed) {
        return switch (deed) {
            case Deed.Wrote(WriteLog.Write write) ->
                    "%d sectors at %d written".formatted(write.count(), write.sector());
            case Deed.Synced _ -> "the disk synced";
            case Deed.Changed(FileChange.Written(int file, long at, byte[] bytes)) ->
                    "%d bytes at %d of file %d".formatted(bytes.length, at, file);
            case Deed.Changed(FileChange change) -> change.toString();
        };
    }

    /** The disk after the cut; writing to it changes what this one shows. */
    synchronized BlockDevice disk(int moment, Fate fate, RandomGenerator chance) {
        Map<Long, Long> sectors = new HashMap<>();
        List<WriteLog.Write> waiting = new ArrayList<>();
        for (Deed deed : deeds.subList(0, moment)) {
            switch (deed) {
                case Deed.Wrote(WriteLog.Write write) -> waiting.add(write);
                case Deed.Synced _ -> {
                    waiting.forEach(write -> put(sectors, write, write.count()));
                    waiting.clear();
                }
                case Deed.Changed _ -> {}
            }
        }
        for (WriteLog.Write write : waiting) {
            boolean last = write == waiting.getLast();
            switch (fate) {
                case ALL -> put(sectors, write, write.count());
                case NONE -> {}
                case TORN ->
                        put(sectors, write, last ? chance.nextInt(write.count()) : write.count());
                case SOME -> {
                    if (chance.nextBoolean()) {
                        put(sectors, write, chance.nextInt(write.count()) + 1);
                    }
                }
            }
        }
        return new Overlay(base, log, sectors);
    }

    /** The files after the cut. */
    synchronized Remains files(int moment, Fate fate, RandomGenerator chance) {
        List<FileChange> changes = new ArrayList<>();
        for (Deed deed : deeds.subList(0, moment)) {
            if (deed instanceof Deed.Changed(FileChange change)) {
                changes.add(change);
            }
        }
        return switch (fate) {
            case ALL -> Remains.of(files, changes, _ -> true, false);
            case NONE -> Remains.of(files, changes, _ -> false, false);
            case TORN -> Remains.of(files, changes, _ -> true, true);
            case SOME -> Remains.of(files, changes, _ -> chance.nextBoolean(), true);
        };
    }

    private void put(Map<Long, Long> sectors, WriteLog.Write write, int count) {
        for (int i = 0; i < count; i++) {
            sectors.put(write.sector() + i, write.at() + (long) i * base.sectorSize());
        }
    }

    @Override
    public void close() throws IOException {
        log.close();
    }

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
            synchronized (HostRecorder.this) {
                new Overlay(base, log, current).read(offset, into);
            }
        }

        @Override
        public void write(long offset, ByteBuffer from) throws IOException {
            synchronized (HostRecorder.this) {
                ByteBuffer whole = Overlay.wholeSectors(this, offset, from);
                WriteLog.Write write = log.add(offset / sectorSize(), whole, sectorSize());
                put(current, write, write.count());
                deeds.add(new Deed.Wrote(write));
            }
        }

        @Override
        public void sync() {
            synchronized (HostRecorder.this) {
                deeds.add(new Deed.Synced());
            }
        }

        @Override
        public Uncached uncached() {
            return new Overlay.Same(this);
        }

        @Override
        public void close() {}
    }
}
