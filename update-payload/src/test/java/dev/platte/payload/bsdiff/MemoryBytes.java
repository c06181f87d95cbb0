package dev.platte.payload.bsdiff;

import dev.platte.payload.bzip.Bzip2Bits;

/** Bytes in memory, old ones or a patch; whoever reads outside of them is told so. */
record MemoryBytes(byte[] bytes) implements PatchBytes {
    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public void read(long at, byte[] to, int from, int length) {
        System.arraycopy(bytes, Math.toIntExact(at), to, from, length);
    }

    @Override
    public Bzip2Bits bits(long from, long length) {
        return new Bzip2Bits(
                bytes,
                Math.toIntExact(from),
                Math.toIntExact(from + length),
                Bzip2Bits.Refill.NONE);
    }
}
