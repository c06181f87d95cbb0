package dev.platte.client.gpt;

import java.nio.ByteBuffer;
import java.util.UUID;

/** GUIDs as UEFI stores them: the first three fields little-endian, the rest as written. */
final class Guid {
    static final int BYTES = 16;

    private Guid() {}

    /** Reads a GUID from a little-endian buffer. */
    static UUID read(ByteBuffer from, int at) {
        long high =
                Integer.toUnsignedLong(from.getInt(at)) << 32
                        | Short.toUnsignedLong(from.getShort(at + 4)) << 16
                        | Short.toUnsignedLong(from.getShort(at + 6));
        return new UUID(high, Long.reverseBytes(from.getLong(at + 8)));
    }
}
