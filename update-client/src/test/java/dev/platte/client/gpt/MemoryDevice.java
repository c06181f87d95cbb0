package dev.platte.client.gpt;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/** A disk in an array that counts what is done to it. */
public final class MemoryDevice implements BlockDevice {
    private final byte[] bytes;
    private final int sectorSize;
    private int writes;
    private int syncs;

    public MemoryDevice(byte[] bytes, int sectorSize) {
        this.bytes = bytes;
        this.sectorSize = sectorSize;
    }

    public byte[] bytes() {
        return bytes.clone();
    }

    public int writes() {
        return writes;
    }

    public int syncs() {
        return syncs;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int sectorSize() {
        return sectorSize;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        if (offset < 0 || offset + into.remaining() > bytes.length) {
            throw new EOFException("beyond the end");
        }
        into.put(bytes, (int) offset, into.remaining());
    }

    @Override
    public void write(long offset, ByteBuffer from) {
        Objects.checkFromIndexSize(offset, (long) from.remaining(), bytes.length);
        writes++;
        from.get(bytes, (int) offset, from.remaining());
    }

    @Override
    public void sync() {
        syncs++;
    }

    @Override
    public Uncached uncached() {
        return new Uncached() {
            @Override
            public void read(long offset, ByteBuffer into) throws IOException {
                MemoryDevice.this.read(offset, into);
            }

            @Override
            public Optional<String> throughCacheBecause() {
                return Optional.of("it is all memory");
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
