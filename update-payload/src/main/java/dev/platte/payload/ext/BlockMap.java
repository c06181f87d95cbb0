package dev.platte.payload.ext;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Where an inode's content lies: a tree of extents (ext4), or lists of blocks, lists of such lists,
 * and so on (ext2, ext3). A tree of a broken image may refer to itself; the number of nodes that
 * are read is bounded over the whole image.
 */
final class BlockMap {
    private static final int EXTENT_MAGIC = 0xf30a;
    private static final int EXTENT = 12;
    private static final int MOST_DEPTH = 5;

    /** An extent of more blocks is reserved and holds nothing yet. */
    private static final int MOST_WRITTEN = 32768;

    private static final int DIRECT = 12;
    private static final int LEVELS = 3;

    private final ImageBytes image;
    private final Superblock shape;
    private final Budget budget;

    BlockMap(ImageBytes image, Superblock shape, Budget budget) {
        this.image = image;
        this.shape = shape;
        this.budget = budget;
    }

    /** The runs of one inode as far as its size reaches, neighbours joined. */
    List<ExtFile.Run> runs(Inode inode) throws IOException, ExtException {
        Runs runs = new Runs(inode);
        if (inode.usesExtents()) {
            readExtents(inode.place(), runs, MOST_DEPTH + 1);
        } else {
            readLists(inode, runs);
        }
        return runs.all;
    }

    private final class Runs {
        final List<ExtFile.Run> all = new ArrayList<>();

        /** Blocks of the file that its size covers. */
        final long end;

        Runs(Inode inode) throws ExtException {
            if (inode.size() < 0) {
                throw new ExtException("a file of %d bytes".formatted(inode.size()));
            }
            end = Math.ceilDiv(inode.size(), shape.blockSize());
        }

        void add(long logical, long physical, long count) throws ExtException {
            long used = Math.min(count, end - logical);
            if (logical < 0 || used <= 0 || physical == 0) {
                return;
            }
            if (physical < 0 || physical > shape.blocks() - used) {
                throw new ExtException(
                        "block %d of a file system of %d".formatted(physical, shape.blocks()));
            }
            budget.takeBlocks(used);
            long offset = physical * shape.blockSize();
            long length = used * shape.blockSize();
            if (!all.isEmpty()) {
                ExtFile.Run last = all.getLast();
                if (last.offset() + last.length() == offset) {
                    all.set(all.size() - 1, new ExtFile.Run(last.offset(), last.length() + length));
                    return;
                }
            }
            budget.takeNode();
            all.add(new ExtFile.Run(offset, length));
        }
    }

    private void readExtents(ByteBuffer node, Runs runs, int above)
            throws IOException, ExtException {
        budget.takeNode();
        int entries = node.getShort(2) & 0xffff;
        int depth = node.getShort(6) & 0xffff;
        if ((node.getShort(0) & 0xffff) != EXTENT_MAGIC
                || depth >= above
                || (entries + 1) * EXTENT > node.capacity()) {
            throw new ExtException("a node of %d extents at depth %d".formatted(entries, depth));
        }
        for (int at = EXTENT; at < (entries + 1) * EXTENT; at += EXTENT) {
            if (depth == 0) {
                int count = node.getShort(at + 4) & 0xffff;
                if (count <= MOST_WRITTEN) {
                    runs.add(unsigned(node, at), wide(node, at + 8, at + 6), count);
                }
            } else {
                readExtents(block(wide(node, at + 4, at + 8)), runs, depth);
            }
        }
    }

    private void readLists(Inode inode, Runs runs) throws IOException, ExtException {
        ByteBuffer place = inode.place();
        for (int i = 0; i < DIRECT; i++) {
            runs.add(i, unsigned(place, i * Integer.BYTES), 1);
        }
        long logical = DIRECT;
        long covers = shape.blockSize() / Integer.BYTES;
        for (int level = 1; level <= LEVELS && logical < runs.end; level++) {
            readList(unsigned(place, (DIRECT + level - 1) * Integer.BYTES), logical, level, runs);
            logical += covers;
            covers *= shape.blockSize() / Integer.BYTES;
        }
    }

    private void readList(long physical, long first, int level, Runs runs)
            throws IOException, ExtException {
        if (physical == 0) {
            return;
        }
        budget.takeNode();
        ByteBuffer list = block(physical);
        long each = 1;
        for (int i = 1; i < level; i++) {
            each *= shape.blockSize() / Integer.BYTES;
        }
        long logical = first;
        for (int at = 0; at < shape.blockSize() && logical < runs.end; at += Integer.BYTES) {
            long found = unsigned(list, at);
            if (level == 1) {
                runs.add(logical, found, 1);
            } else {
                readList(found, logical, level - 1, runs);
            }
            logical += each;
        }
    }

    private ByteBuffer block(long number) throws IOException, ExtException {
        if (number < 1 || number >= shape.blocks()) {
            throw new ExtException("a node in block %d".formatted(number));
        }
        return image.read(number * shape.blockSize(), shape.blockSize());
    }

    private static long unsigned(ByteBuffer fields, int at) {
        return fields.getInt(at) & 0xffff_ffffL;
    }

    private static long wide(ByteBuffer fields, int low, int high) {
        return unsigned(fields, low) | (long) (fields.getShort(high) & 0xffff) << 32;
    }
}
