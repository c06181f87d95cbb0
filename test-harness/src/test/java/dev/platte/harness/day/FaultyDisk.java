package dev.platte.harness.day;

import dev.platte.client.gpt.BlockDevice;
import dev.platte.harness.day.Fault.Place;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A disk in memory that fails when the plan says so, and forgets unsynced writes in a power cut.
 */
final class FaultyDisk {
    private static final int SECTOR = 512;

    private final byte[] bytes;
    private final Plan plan;
    private final List<Write> unsynced = new ArrayList<>();

    private record Write(int offset, byte[] before, byte[] after) {}

    FaultyDisk(Path image, Plan plan) throws IOException {
        this.bytes = Files.readAllBytes(image);
        this.plan = plan;
    }

    /** As a process sees it. */
    BlockDevice seenBy(Death process) {
        return new View(Optional.of(process));
    }

    /** As the bootloader sees it, which nothing happens to. */
    BlockDevice raw() {
        return new View(Optional.empty());
    }

    /** Of what was not synced, some is there and some is not, each write whole or not at all. */
    synchronized void cutPower() {
        for (Write write : unsynced.reversed()) {
            System.arraycopy(write.before(), 0, bytes, write.offset(), write.before().length);
        }
        for (Write write : unsynced) {
            if (plan.chance(2) == 0) {
                System.arraycopy(write.after(), 0, bytes, write.offset(), write.after().length);
            }
        }
        unsynced.clear();
    }

    private synchronized void put(long offset, ByteBuffer from) {
        int at = Math.toIntExact(offset);
        byte[] before = new byte[from.remaining()];
        byte[] after = new byte[from.remaining()];
        System.arraycopy(bytes, at, before, 0, before.length);
        from.get(after);
        System.arraycopy(after, 0, bytes, at, after.length);
        unsynced.add(new Write(at, before, after));
    }

    private synchronized void get(long offset, ByteBuffer into) throws EOFException {
        if (offset < 0 || offset + into.remaining() > bytes.length) {
            throw new EOFException("beyond the end");
        }
        into.put(bytes, Math.toIntExact(offset), into.remaining());
    }

    private synchronized void settle() {
        unsynced.clear();
    }

    private static IOException error(String doing) {
        return new IOException("disk: Input/output error while " + doing);
    }

    private final class View implements BlockDevice {
        private final Optional<Death> process;

        View(Optional<Death> process) {
            this.process = process;
        }

        private Optional<Fault> pass(Place place) {
            return process.flatMap(alive -> alive.pass(place));
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int sectorSize() {
            return SECTOR;
        }

        @Override
        public void read(long offset, ByteBuffer into) throws IOException {
            process.ifPresent(Death::requireAlive);
            get(offset, into);
        }

        @Override
        public void write(long offset, ByteBuffer from) throws IOException {
            Objects.checkFromIndexSize(offset, (long) from.remaining(), size());
            if (pass(Place.DISK_WRITE).isPresent()) {
                throw error("writing byte " + offset);
            }
            put(offset, from);
        }

        @Override
        public void sync() throws IOException {
            if (pass(Place.DISK_SYNC).isPresent()) {
                throw error("syncing");
            }
            settle();
        }

        @Override
        public Uncached uncached() {
            return new Medium(this);
        }

        @Override
        public void close() {}
    }

    private record Medium(View view) implements BlockDevice.Uncached {
        @Override
        public void read(long offset, ByteBuffer into) throws IOException {
            Optional<Fault> fault = view.pass(Place.READ_BACK);
            if (fault.filter(f -> f == Fault.DISK_READ_BACK).isPresent()) {
                throw error("reading byte " + offset);
            }
            int at = into.position();
            view.read(offset, into);
            if (fault.isPresent()) {
                into.put(at, (byte) ~into.get(at));
            }
        }

        @Override
        public Optional<String> throughCacheBecause() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }
}
