package dev.platte.payload.ext;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The shape of a file system (Linux, Documentation/filesystems/ext4: super). Every number is
 * checked against the image before anything is computed from it.
 *
 * @param blockSize bytes, 1024 to 65536
 * @param blocks of the file system; they lie within the image
 * @param firstDataBlock 1 where blocks have 1024 bytes, else 0
 * @param groups how many block groups
 * @param descriptorSize bytes of one group's descriptor, 32 to 1024
 */
record Superblock(
        int blockSize,
        long blocks,
        long firstDataBlock,
        long groups,
        int descriptorSize,
        Inodes inodes) {
    private static final int AT = 1024;
    private static final int LENGTH = 1024;
    private static final int MAGIC = 0xef53;

    private static final int COMPRESSION = 0x1;
    private static final int JOURNAL_DEVICE = 0x8;
    private static final int META_GROUPS = 0x10;
    private static final int WIDE = 0x80;

    /** What changes where things lie in a way that is not read here. */
    private static final int UNREADABLE = COMPRESSION | JOURNAL_DEVICE | META_GROUPS;

    /** A group has at most as many blocks as a bitmap of one block has bits. */
    private static final long MOST_GROUPS = 1L << 24;

    /**
     * Inodes of a file system.
     *
     * @param size bytes of one, 128 to the block size
     */
    record Inodes(long count, long perGroup, int size) {}

    static Superblock read(ImageBytes image) throws IOException, ExtException {
        if (image.size() < AT + LENGTH) {
            throw new ExtException("an image of %d bytes".formatted(image.size()));
        }
        ByteBuffer fields = image.read(AT, LENGTH);
        if ((fields.getShort(0x38) & 0xffff) != MAGIC) {
            throw new ExtException("no ext file system");
        }
        int logSize = fields.getInt(0x18);
        if (logSize < 0 || logSize > 6) {
            throw new ExtException("a block size of 2^%d KiB".formatted(logSize));
        }
        int incompatible = fields.getInt(0x60);
        if ((incompatible & UNREADABLE) != 0) {
            throw new ExtException("features 0x%x".formatted(incompatible & UNREADABLE));
        }
        boolean wide = (incompatible & WIDE) != 0;
        int blockSize = 1024 << logSize;
        long blocks = unsigned(fields, 0x04) | (wide ? unsigned(fields, 0x150) << 32 : 0);
        if (blocks <= 0 || blocks > image.size() / blockSize) {
            throw new ExtException(
                    "%d blocks of %d bytes in an image of %d"
                            .formatted(blocks, blockSize, image.size()));
        }
        long perGroup = unsigned(fields, 0x20);
        long firstDataBlock = unsigned(fields, 0x14);
        if (perGroup < 8 || perGroup > 8L * blockSize || firstDataBlock > 1) {
            throw new ExtException("%d blocks in a group".formatted(perGroup));
        }
        long groups = Math.ceilDiv(blocks - firstDataBlock, perGroup);
        int descriptorSize = wide ? fields.getShort(0xfe) & 0xffff : 32;
        if (groups < 1 || groups > MOST_GROUPS || descriptorSize < 32 || descriptorSize > 1024) {
            throw new ExtException(
                    "%d groups with descriptors of %d bytes".formatted(groups, descriptorSize));
        }
        return new Superblock(
                blockSize,
                blocks,
                firstDataBlock,
                groups,
                descriptorSize,
                inodes(fields, blockSize));
    }

    private static Inodes inodes(ByteBuffer fields, int blockSize) throws ExtException {
        boolean first = fields.getInt(0x4c) == 0;
        int size = first ? 128 : fields.getShort(0x58) & 0xffff;
        long perGroup = unsigned(fields, 0x28);
        long count = unsigned(fields, 0x00);
        if (size < 128 || size > blockSize || perGroup < 1 || perGroup > 8L * blockSize) {
            throw new ExtException("%d inodes of %d bytes in a group".formatted(perGroup, size));
        }
        return new Inodes(count, perGroup, size);
    }

    private static long unsigned(ByteBuffer fields, int at) {
        return fields.getInt(at) & 0xffff_ffffL;
    }
}
