package dev.platte.payload.apply;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Objects;

/** A part of a file: positions are checked once more here, whatever the caller did. */
record RegionSource(FileChannel channel, long start, long size) implements Source {
    RegionSource {
        if (start < 0 || size < 0) {
            throw new IllegalArgumentException("no such region: %d+%d".formatted(start, size));
        }
        Math.addExact(start, size);
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        Objects.checkFromIndexSize(position, into.remaining(), size);
        readFully(channel, into, start + position);
    }

    static void readFully(FileChannel channel, ByteBuffer into, long position) throws IOException {
        long at = position;
        while (into.hasRemaining()) {
            int read = channel.read(into, at);
            if (read < 0) {
                throw new EOFException("ends at byte " + at);
            }
            at += read;
        }
    }
}
