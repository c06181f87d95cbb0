package dev.platte.payload.format;

import java.io.ByteArrayOutputStream;

/** Protobuf's wire format, written in the order of the calls. */
final class WireWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WireWriter uint(int field, long value) {
        varint((long) field << 3 | WireReader.VARINT);
        varint(value);
        return this;
    }

    WireWriter bytes(int field, byte[] value) {
        varint((long) field << 3 | WireReader.BYTES);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    WireWriter message(int field, WireWriter inner) {
        return bytes(field, inner.toByteArray());
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private void varint(long value) {
        long rest = value;
        while ((rest & ~0x7fL) != 0) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
