package dev.platte.payload.create;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Two images of which one came from the other by everything that happens to blocks. */
final class ShuffledImages {
    static final int BLOCK = 4096;

    final byte[] old;
    final byte[] made;

    private final Random random;

    ShuffledImages(long seed, int most) {
        random = new Random(seed);
        int blocks = 1 + random.nextInt(most);
        old = new byte[blocks * BLOCK];
        for (int block = 0; block < blocks; block++) {
            if (random.nextInt(6) > 0) {
                fill(old, block);
            }
        }
        made = old.clone();
        for (int changes = random.nextInt(12); changes > 0; changes--) {
            change(blocks);
        }
    }

    private void change(int blocks) {
        int count = 1 + random.nextInt(blocks);
        int from = random.nextInt(blocks - count + 1);
        int to = random.nextInt(blocks - count + 1);
        switch (random.nextInt(6)) {
            case 0 -> System.arraycopy(old, from * BLOCK, made, to * BLOCK, count * BLOCK);
            case 1 -> shuffle(from, count);
            case 2 -> edit(from, count);
            case 3 ->
                    Arrays.fill(made, from * BLOCK, (from + Math.min(3, count)) * BLOCK, (byte) 0);
            case 4 -> fill(made, from);
            default -> insert(from, count);
        }
    }

    private void fill(byte[] image, int block) {
        byte[] bytes = new byte[BLOCK];
        random.nextBytes(bytes);
        System.arraycopy(bytes, 0, image, block * BLOCK, BLOCK);
    }

    private void shuffle(int from, int count) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            order.add(i);
        }
        Collections.shuffle(order, random);
        byte[] before = made.clone();
        for (int i = 0; i < count; i++) {
            System.arraycopy(
                    before, (from + order.get(i)) * BLOCK, made, (from + i) * BLOCK, BLOCK);
        }
    }

    private void edit(int from, int count) {
        for (int i = 0; i < count; i++) {
            made[(from + i) * BLOCK + random.nextInt(BLOCK)]++;
        }
    }

    /** What lies behind a place moves by some bytes. */
    private void insert(int from, int count) {
        int by = 1 + random.nextInt(100);
        System.arraycopy(made.clone(), from * BLOCK, made, from * BLOCK + by, count * BLOCK - by);
    }
}
