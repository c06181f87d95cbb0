package dev.platte.payload.ext;

import java.nio.ByteBuffer;

/**
 * A file of any kind (Documentation/filesystems/ext4: inodes).
 *
 * @param place the 60 bytes that say where its content is
 */
record Inode(int mode, long size, int flags, ByteBuffer place) {
    private static final int KIND = 0xf000;
    private static final int DIRECTORY = 0x4000;
    private static final int REGULAR = 0x8000;
    private static final int EXTENTS = 0x80000;
    private static final int INLINE = 0x1000_0000;

    /** What is encrypted or held elsewhere (a value of an attribute) has no content of its own. */
    private static final int NOT_PLAIN = 0x800 | 0x20_0000;

    private static final int PLACE_AT = 0x28;
    private static final int PLACE_LENGTH = 60;

    static Inode of(ByteBuffer bytes) {
        long size = bytes.getInt(0x04) & 0xffff_ffffL | (long) bytes.getInt(0x6c) << 32;
        return new Inode(
                bytes.getShort(0x00) & 0xffff,
                size,
                bytes.getInt(0x20),
                bytes.slice(PLACE_AT, PLACE_LENGTH).order(bytes.order()));
    }

    boolean isDirectory() {
        return (mode & KIND) == DIRECTORY;
    }

    boolean isRegular() {
        return (mode & KIND) == REGULAR;
    }

    /** Whether its content lies in blocks; that of tiny files may lie in the inode itself. */
    boolean hasBlocks() {
        return (flags & (INLINE | NOT_PLAIN)) == 0 && size > 0;
    }

    boolean usesExtents() {
        return (flags & EXTENTS) != 0;
    }
}
