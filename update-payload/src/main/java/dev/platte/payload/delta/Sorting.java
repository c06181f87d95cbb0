package dev.platte.payload.delta;

import static dev.platte.payload.delta.BlockImage.BLOCK;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Says for each new block where it comes from: it stays, it is empty, it lies elsewhere in the old
 * image, or it is changed.
 */
final class Sorting {
    /** 8 MiB: an operation is done in memory by update_engine. */
    private static final int MOST_MOVED = 2048;

    /** An operation ends where the direction of the move changes, if it is worth its own. */
    private static final int LEAST_MOVED = 32;

    /** 4 MiB: zeros compress to nothing, whatever their number. */
    private static final int MOST_ZEROS = 1024;

    private static final int STAYS = -1;
    private static final int EMPTY = -2;
    private static final int CHANGED = -3;

    private final Survey survey;
    private final FileMap files;
    private final BlockIndex index;

    /** By new block: where it lies in the old image, or one of the above. */
    private final int[] origin;

    private final byte[] oldBlock = new byte[BLOCK];
    private final byte[] madeBlock = new byte[BLOCK];

    /**
     * @param files of the new image
     */
    Sorting(Survey survey, FileMap files) throws IOException {
        this.survey = survey;
        this.files = files;
        this.index = new BlockIndex(survey);
        this.origin = new int[survey.made.blocks()];
        for (int block = 0; block < origin.length; block++) {
            origin[block] = find(block, block == 0 ? CHANGED : origin[block - 1]);
        }
        files.files.forEach(this::changeWhatIsAlone);
    }

    private int find(int block, int before) throws IOException {
        if (survey.same.get(block)) {
            return STAYS;
        }
        if (survey.made.isPart(block)) {
            return CHANGED;
        }
        if (survey.madeZeros.get(block)) {
            return EMPTY;
        }
        // What goes on with the last one costs nothing.
        if (before >= 0 && isAt(block, before + 1)) {
            return before + 1;
        }
        int found = index.find(survey.madeHashes[block]);
        return found >= 0 && isAt(block, found) ? found : CHANGED;
    }

    private boolean isAt(int block, int old) throws IOException {
        if (old >= survey.oldHashes.length
                || survey.oldHashes[old] != survey.madeHashes[block]
                || survey.old.isPart(old)) {
            return false;
        }
        survey.old.read(old, 1, oldBlock, 0);
        survey.made.read(block, 1, madeBlock, 0);
        return Arrays.equals(oldBlock, madeBlock);
    }

    /** A single moved block among changed ones of its file is cheaper as part of their patch. */
    private void changeWhatIsAlone(FileMap.Named file) {
        int[] blocks = file.blocks();
        for (int i = 0; i < blocks.length; i++) {
            boolean isMoved = origin[blocks[i]] >= 0;
            boolean afterChanged = i > 0 && origin[blocks[i - 1]] == CHANGED;
            boolean beforeChanged = i + 1 < blocks.length && origin[blocks[i + 1]] == CHANGED;
            if (isMoved && afterChanged && beforeChanged) {
                origin[blocks[i]] = CHANGED;
            }
        }
    }

    /** How many new blocks are changed. */
    int changedCount() {
        return (int) Arrays.stream(origin).filter(from -> from == CHANGED).count();
    }

    /** How many stay. */
    int sameCount() {
        return (int) Arrays.stream(origin).filter(from -> from == STAYS).count();
    }

    /** Blocks that are empty in both images. */
    BitSet spare() {
        BitSet spare = (BitSet) survey.madeZeros.clone();
        spare.and(survey.same);
        if (survey.made.missing() > 0) {
            spare.clear(survey.made.blocks() - 1);
        }
        return spare;
    }

    /** The changed blocks of one file, in its order. */
    int[] changed(FileMap.Named file) {
        return Arrays.stream(file.blocks()).filter(block -> origin[block] == CHANGED).toArray();
    }

    /** Operations that move, without data. */
    List<Draft> moves() {
        List<Draft> moves = new ArrayList<>();
        Blocks from = new Blocks();
        Blocks to = new Blocks();
        int shift = 0;
        for (int block = 0; block < origin.length; block++) {
            if (origin[block] < 0) {
                continue;
            }
            boolean turns = origin[block] - block != shift && to.size() >= LEAST_MOVED;
            if (to.size() == MOST_MOVED || turns) {
                moves.add(Draft.move(from.toArray(), to.toArray()));
                from.clear();
                to.clear();
            }
            shift = origin[block] - block;
            from.add(origin[block]);
            to.add(block);
        }
        if (to.size() > 0) {
            moves.add(Draft.move(from.toArray(), to.toArray()));
        }
        return moves;
    }

    /** Blocks that become empty, in lists for an operation each. */
    List<int[]> zeros() {
        List<int[]> zeros = new ArrayList<>();
        Blocks blocks = new Blocks();
        for (int block = 0; block < origin.length; block++) {
            if (origin[block] == EMPTY) {
                blocks.add(block);
                if (blocks.size() == MOST_ZEROS) {
                    zeros.add(blocks.toArray());
                    blocks.clear();
                }
            }
        }
        if (blocks.size() > 0) {
            zeros.add(blocks.toArray());
        }
        return zeros;
    }
}
