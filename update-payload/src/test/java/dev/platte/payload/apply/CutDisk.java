package dev.platte.payload.apply;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A partition whose power fails: after so many writes nothing more happens, and of what was not
 * synced some sectors are on the medium and some are not.
 */
final class CutDisk implements Target {
    private static final int SECTOR = 512;

    private record Write(int position, byte[] bytes) {}

    private final Random random;
    private final byte[] medium;
    private final byte[] cache;
    private final List<Write> unsynced = new ArrayList<>();
    private long eventsLeft;

    /**
     * @param medium what the disk holds when it is switched on
     * @param events writes, syncs and whatever else asks {@link #requirePower}, before it fails
     */
    CutDisk(Random random, byte[] medium, long events) {
        this.random = random;
        this.medium = medium;
        this.cache = medium.clone();
        this.eventsLeft = events;
    }

    synchronized void requirePower() throws IOException {
        if (eventsLeft <= 0) {
            throw new IOException("no power");
        }
        eventsLeft--;
    }

    boolean hasPower() {
        return eventsLeft > 0;
    }

    @Override
    public long capacity() {
        return cache.length;
    }

    @Override
    public synchronized void write(ByteBuffer data, long position) throws IOException {
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        unsynced.add(new Write((int) position, bytes));
        requirePower();
        System.arraycopy(bytes, 0, cache, (int) position, bytes.length);
    }

    @Override
    public synchronized void read(ByteBuffer into, long position) throws IOException {
        requirePower();
        into.put(cache, (int) position, into.remaining());
    }

    synchronized void sync() throws IOException {
        requirePower();
        System.arraycopy(cache, 0, medium, 0, cache.length);
        unsynced.clear();
    }

    @Override
    public void finish(long size) {}

    byte[] contents() {
        return cache;
    }

    /** What is there when the power is back. */
    byte[] survivors() {
        byte[] survived = medium.clone();
        for (Write write : unsynced) {
            for (int at = 0; at < write.bytes.length; at += SECTOR) {
                if (random.nextBoolean()) {
                    byte[] sector =
                            Arrays.copyOfRange(
                                    write.bytes, at, Math.min(at + SECTOR, write.bytes.length));
                    System.arraycopy(sector, 0, survived, write.position + at, sector.length);
                }
            }
        }
        return survived;
    }
}
