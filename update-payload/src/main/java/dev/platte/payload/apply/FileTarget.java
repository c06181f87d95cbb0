package dev.platte.payload.apply;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A file that grows as it is written. */
record FileTarget(FileChannel channel) implements Target {
    @Override
    public long capacity() {
        return Long.MAX_VALUE;
    }

    @Override
    public void write(ByteBuffer data, long position) throws IOException {
        writeFully(channel, data, position);
    }

    @Override
    public void read(ByteBuffer into, long position) throws IOException {
        RegionSource.readFully(channel, into, position);
    }

    @Override
    public void finish(long size) throws IOException {
        channel.truncate(size);
    }

    static void writeFully(FileChannel channel, ByteBuffer data, long position) throws IOException {
        long at = position;
        while (data.hasRemaining()) {
            at += channel.write(data, at);
        }
    }
}
