package dev.platte.payload.ext;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Reads where the regular files of an ext2, ext3 or ext4 image lie. Nothing is believed: an image
 * that is broken, or made to be, is refused or gives wrong places within the image, in bounded time
 * and memory; whoever uses the places compares what is there.
 */
public final class ExtImage {
    private static final int ROOT = 2;

    /** Deeper than any path that Linux opens at once. */
    private static final int MOST_PATH = 4096;

    private static final int ENTRY_HEAD = 8;

    private final ImageBytes image;
    private final Superblock shape;
    private final BlockMap map;
    private final Budget budget;
    private final BitSet seen = new BitSet();
    private final Deque<Directory> left = new ArrayDeque<>();
    private final List<ExtFile> files = new ArrayList<>();

    private record Directory(String path, Inode inode) {}

    private ExtImage(ImageBytes image) throws IOException, ExtException {
        this.image = image;
        this.shape = Superblock.read(image);
        this.budget = new Budget(shape.blocks());
        this.map = new BlockMap(image, shape, budget);
    }

    /**
     * The regular files that have blocks, in the order in which a walk finds them.
     *
     * @param size bytes of the image
     * @throws ExtException when there is no ext file system that can be read
     * @throws IOException when the image cannot be read
     */
    public static List<ExtFile> files(FileChannel image, long size)
            throws IOException, ExtException {
        ExtImage reader = new ExtImage(new ImageBytes(image, size));
        reader.walk();
        return reader.files;
    }

    private void walk() throws IOException, ExtException {
        Inode root = inode(ROOT);
        if (!root.isDirectory()) {
            throw new ExtException("the root is no directory");
        }
        seen.set(ROOT);
        left.add(new Directory("", root));
        while (!left.isEmpty()) {
            Directory directory = left.removeFirst();
            // A directory in its inode is so small that what it names is not missed much.
            if (!directory.inode.hasBlocks()) {
                continue;
            }
            for (ExtFile.Run run : map.runs(directory.inode)) {
                for (long at = 0; at < run.length(); at += shape.blockSize()) {
                    entries(directory, image.read(run.offset() + at, shape.blockSize()));
                }
            }
        }
    }

    /**
     * The entries of one block (Documentation/filesystems/ext4: directory). Blocks of a hash tree
     * look like entries of nobody.
     */
    private void entries(Directory directory, ByteBuffer block) throws IOException, ExtException {
        int at = 0;
        while (at <= block.capacity() - ENTRY_HEAD) {
            long number = block.getInt(at) & 0xffff_ffffL;
            int length = block.getShort(at + 4) & 0xffff;
            int nameLength = block.get(at + 6) & 0xff;
            // In blocks of 64 KiB a length that does not fit into its field is written so.
            int step = length == 0 || length == 0xffff ? block.capacity() - at : length;
            if (step < ENTRY_HEAD || step > block.capacity() - at) {
                throw new ExtException("a directory entry of %d bytes".formatted(length));
            }
            if (number != 0 && nameLength > 0 && nameLength <= step - ENTRY_HEAD) {
                entry(directory, number, name(block, at + ENTRY_HEAD, nameLength));
            }
            at += step;
        }
    }

    private void entry(Directory directory, long number, String name)
            throws IOException, ExtException {
        if (name.equals(".")
                || name.equals("..")
                || number >= Integer.MAX_VALUE
                || seen.get((int) number)) {
            return;
        }
        seen.set((int) number);
        String path = directory.path + "/" + name;
        if (path.length() > MOST_PATH) {
            throw new ExtException("a path of more than %d letters".formatted(MOST_PATH));
        }
        budget.takeNode();
        budget.takeName(path.length());
        Inode inode = inode(number);
        if (inode.isDirectory()) {
            left.add(new Directory(path, inode));
        } else if (inode.isRegular() && inode.hasBlocks()) {
            files.add(new ExtFile(path, inode.size(), map.runs(inode)));
        }
    }

    private static String name(ByteBuffer block, int at, int length) {
        byte[] bytes = new byte[length];
        block.get(at, bytes);
        // Every byte is a letter: names are only compared.
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    private Inode inode(long number) throws IOException, ExtException {
        Superblock.Inodes inodes = shape.inodes();
        if (number < 1 || number > inodes.count()) {
            throw new ExtException("inode %d of %d".formatted(number, inodes.count()));
        }
        long group = (number - 1) / inodes.perGroup();
        long within = (number - 1) % inodes.perGroup();
        if (group >= shape.groups()) {
            throw new ExtException("group %d of %d".formatted(group, shape.groups()));
        }
        long descriptors = (shape.firstDataBlock() + 1) * shape.blockSize();
        ByteBuffer descriptor =
                image.read(descriptors + group * shape.descriptorSize(), shape.descriptorSize());
        long table = descriptor.getInt(0x08) & 0xffff_ffffL;
        if (shape.descriptorSize() >= 64) {
            table |= (long) descriptor.getInt(0x28) << 32;
        }
        if (table < 1 || table >= shape.blocks()) {
            throw new ExtException("an inode table in block %d".formatted(table));
        }
        return Inode.of(
                image.read(table * shape.blockSize() + within * inodes.size(), inodes.size()));
    }
}
