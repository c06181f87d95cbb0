package dev.platte.payload.apply;

import java.nio.ByteBuffer;

/** An old image in memory. */
record MemorySource(byte[] bytes) implements Source {
    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(ByteBuffer into, long position) {
        into.put(bytes, (int) position, into.remaining());
    }
}
