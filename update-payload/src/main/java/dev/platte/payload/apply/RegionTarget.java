package dev.platte.payload.apply;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** A partition: positions are checked once more here, whatever the caller did. */
record RegionTarget(FileChannel channel, long start, long capacity) implements Target {
    RegionTarget {
        if (start < 0 || capacity < 0) {
            throw new IllegalArgumentException("no such region: %d+%d".formatted(start, capacity));
        }
        Math.addExact(start, capacity);
    }

    @Override
    public void write(ByteBuffer data, long position) throws IOException {
        Objects.checkFromIndexSize(position, data.remaining(), capacity);
        FileTarget.writeFully(channel, data, start + position);
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        Objects.checkFromIndexSize(position, into.remaining(), capacity);
        RegionSource.readFully(channel, into, start + position);
    }

    @Override
    public void finish(long size) {
        // A partition keeps its length.
    }
}
