package dev.platte.payload.delta;

import static dev.platte.payload.delta.BlockImage.BLOCK;

import dev.platte.payload.ext.ExtException;
import dev.platte.payload.ext.ExtFile;
import dev.platte.payload.ext.ExtImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which blocks of an image belong together: those of each file, where the image is one of ext2, 3
 * or 4; all others are one file without a name. Nothing goes wrong where this is wrong, payloads
 * are only larger.
 */
final class FileMap {
    /** The blocks that belong to no file. */
    static final String NO_FILE = "";

    private static final int NOBODY = -1;

    final List<Named> files;
    final boolean isExt;

    /** By block: the file, and the block's place in it. */
    private final int[] owners;

    private final int[] places;
    private final Map<String, Integer> byPath = new HashMap<>();

    /**
     * Blocks that belong together.
     *
     * @param blocks in the file's order
     */
    record Named(String path, int[] blocks) {}

    private FileMap(List<Named> files, boolean isExt, int blocks) {
        this.files = files;
        this.isExt = isExt;
        owners = new int[blocks];
        places = new int[blocks];
        for (int i = 0; i < files.size(); i++) {
            byPath.put(files.get(i).path(), i);
            int[] its = files.get(i).blocks();
            for (int place = 0; place < its.length; place++) {
                owners[its[place]] = i;
                places[its[place]] = place;
            }
        }
    }

    /** The whole image as one. */
    static FileMap plain(BlockImage image) {
        int[] all = new int[image.blocks()];
        Arrays.setAll(all, i -> i);
        return new FileMap(List.of(new Named(NO_FILE, all)), false, all.length);
    }

    /** By files, where they can be read. */
    static FileMap of(BlockImage image) throws IOException {
        List<ExtFile> found;
        try {
            found = new ArrayList<>(ExtImage.files(image.channel(), image.size()));
        } catch (ExtException e) {
            return plain(image);
        }
        // Neighbours in the tree are often alike, and the order must not depend on a hash tree's.
        found.sort(Comparator.comparing(ExtFile::path));
        int[] owner = new int[image.blocks()];
        Arrays.fill(owner, NOBODY);
        List<Named> files = new ArrayList<>();
        Blocks blocks = new Blocks();
        for (ExtFile file : found) {
            blocks.clear();
            for (ExtFile.Run run : file.runs()) {
                long end = Math.ceilDiv(run.offset() + run.length(), BLOCK);
                for (long block = run.offset() / BLOCK; block < end; block++) {
                    // Smaller blocks of a file system share one of ours.
                    if (block < owner.length && owner[(int) block] == NOBODY) {
                        owner[(int) block] = files.size();
                        blocks.add((int) block);
                    }
                }
            }
            if (blocks.size() > 0) {
                files.add(new Named(file.path(), blocks.toArray()));
            }
        }
        blocks.clear();
        for (int block = 0; block < owner.length; block++) {
            if (owner[block] == NOBODY) {
                blocks.add(block);
            }
        }
        files.add(new Named(NO_FILE, blocks.toArray()));
        return new FileMap(files, true, owner.length);
    }

    /** The file that has this block. */
    int owner(int block) {
        return owners[block];
    }

    /** Where in its file this block is. */
    int place(int block) {
        return places[block];
    }

    /** The file of that path; -1 when there is none. */
    int byPath(String path) {
        return byPath.getOrDefault(path, NOBODY);
    }
}
