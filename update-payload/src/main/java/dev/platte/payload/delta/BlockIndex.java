package dev.platte.payload.delta;

import java.util.Arrays;

/** Old blocks by their content. */
final class BlockIndex {
    private static final int EMPTY = -1;

    private final long[] hashes;
    private final int[] slots;
    private final int shift;

    /** Takes in all old blocks that are not empty; of the same ones the first. */
    BlockIndex(Survey survey) {
        hashes = survey.oldHashes;
        int log = Math.max(4, Integer.SIZE - Integer.numberOfLeadingZeros(hashes.length) + 1);
        slots = new int[1 << log];
        shift = Long.SIZE - log;
        Arrays.fill(slots, EMPTY);
        for (int block = 0; block < hashes.length; block++) {
            if (!survey.oldZeros.get(block) && !survey.old.isPart(block)) {
                add(block);
            }
        }
    }

    private void add(int block) {
        int slot = slot(hashes[block]);
        while (slots[slot] != EMPTY && hashes[slots[slot]] != hashes[block]) {
            slot = slot + 1 & slots.length - 1;
        }
        if (slots[slot] == EMPTY) {
            slots[slot] = block;
        }
    }

    /** The first old block with that hash; -1 when there is none. */
    int find(long hash) {
        int slot = slot(hash);
        while (slots[slot] != EMPTY && hashes[slots[slot]] != hash) {
            slot = slot + 1 & slots.length - 1;
        }
        return slots[slot];
    }

    private int slot(long hash) {
        return (int) (hash * 0x9e37_79b9_7f4a_7c15L >>> shift);
    }
}
