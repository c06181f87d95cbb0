package dev.platte.payload.delta;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Puts operations into an order in which each reads its blocks before another overwrites them, as
 * the format wants it, which has them work in place. Where several wait for each other in a circle,
 * one of them gets a copy of what the others overwrite, made in blocks that are free until the end;
 * where there are not enough of these, it does without what is overwritten.
 */
final class Ordering {
    private static final int NOBODY = -1;

    private final Remaker remaker;
    private final List<Draft> drafts;
    private final List<Integer> copyOf = new ArrayList<>();
    private final int[] writers;
    private final int[] readers;

    /** Blocks whose old content nobody reads, and that are written at last without reading any. */
    private final BitSet free = new BitSet();

    /** Blocks that are empty before and afterwards; those that are used are emptied again. */
    private final BitSet spare;

    private final Blocks lent = new Blocks();

    private int copies;
    private int copied;

    /** Makes operations. */
    interface Remaker {
        /** Those that make what another one makes without reading some of its blocks. */
        List<Draft> without(Draft draft, int[] blocks) throws IOException;

        /** Those that empty blocks. */
        List<Draft> emptying(int[] blocks) throws IOException;
    }

    /**
     * @param blocks of the new image
     * @param spare blocks that are empty in both images
     */
    Ordering(List<Draft> all, int blocks, BitSet spare, Remaker remaker) {
        this.drafts = new ArrayList<>(all);
        this.spare = (BitSet) spare.clone();
        this.remaker = remaker;
        writers = new int[blocks];
        readers = new int[blocks];
        Arrays.fill(writers, NOBODY);
        for (int i = 0; i < drafts.size(); i++) {
            copyOf.add(NOBODY);
            for (int block : drafts.get(i).target()) {
                writers[block] = i;
            }
            count(drafts.get(i), 1);
        }
        drafts.forEach(this::free);
    }

    private void count(Draft draft, int by) {
        for (int block : draft.source()) {
            if (block < readers.length) {
                readers[block] += by;
            }
        }
    }

    private void free(Draft draft) {
        if (draft.readsOld()) {
            return;
        }
        for (int block : draft.target()) {
            if (readers[block] == 0) {
                free.set(block);
            }
        }
    }

    /** How many copies were made to break circles. */
    int copies() {
        return copies;
    }

    /** How many blocks these copy. */
    int copied() {
        return copied;
    }

    /** The order. */
    List<Draft> ordered() throws IOException {
        List<int[]> circles = Circles.of(all(), this::next);
        while (!circles.isEmpty()) {
            List<int[]> smaller = new ArrayList<>();
            for (int[] circle : circles) {
                int out = chosen(circle);
                takeOut(out, circle);
                int[] rest = Arrays.stream(circle).filter(one -> one != out).toArray();
                smaller.addAll(Circles.of(rest, this::next));
            }
            circles = smaller;
        }
        if (lent.size() > 0) {
            int[] blocks = lent.toArray();
            Arrays.sort(blocks);
            remaker.emptying(blocks).forEach(this::add);
        }
        return sorted();
    }

    private void add(Draft draft) {
        for (int block : draft.target()) {
            writers[block] = drafts.size();
        }
        drafts.add(draft);
        copyOf.add(NOBODY);
    }

    private int[] all() {
        int[] all = new int[drafts.size()];
        Arrays.setAll(all, i -> i);
        return all;
    }

    /** Those that must come after an operation: they write what it reads. */
    private int[] next(int index) {
        Blocks found = new Blocks();
        int last = NOBODY;
        for (int block : drafts.get(index).source()) {
            int writer = block < writers.length ? writers[block] : NOBODY;
            if (writer != NOBODY && writer != index && writer != last) {
                found.add(writer);
                last = writer;
            }
        }
        int[] next = found.toArray();
        Arrays.sort(next);
        return Arrays.stream(next).distinct().toArray();
    }

    /** The one that others wait for most, by block that would have to be copied for it. */
    private int chosen(int[] circle) {
        BitSet members = new BitSet();
        for (int one : circle) {
            members.set(one);
        }
        int[] waiting = new int[drafts.size()];
        for (int one : circle) {
            for (int next : next(one)) {
                waiting[next]++;
            }
        }
        int best = circle[0];
        double least = Double.MAX_VALUE;
        for (int one : circle) {
            double cost = contested(one, members).length / (double) Math.max(1, waiting[one]);
            if (cost < least) {
                least = cost;
                best = one;
            }
        }
        return best;
    }

    /** What an operation reads and other members of the circle overwrite. */
    private int[] contested(int index, BitSet members) {
        Blocks contested = new Blocks();
        for (int block : drafts.get(index).source()) {
            int writer = block < writers.length ? writers[block] : NOBODY;
            if (writer != NOBODY && writer != index && members.get(writer)) {
                contested.add(block);
            }
        }
        return contested.toArray();
    }

    private void takeOut(int index, int[] circle) throws IOException {
        BitSet members = new BitSet();
        for (int one : circle) {
            members.set(one);
        }
        int[] contested = contested(index, members);
        if (contested.length <= free.cardinality() + spare.cardinality()) {
            copy(index, contested);
        } else {
            remake(index, contested);
        }
    }

    private void copy(int index, int[] contested) {
        int[] scratch = new int[contested.length];
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = scratchBlock(i == 0 ? 0 : scratch[i - 1]);
        }
        Draft draft = drafts.get(index);
        int[] source = draft.source().clone();
        int next = 0;
        for (int i = 0; i < source.length && next < contested.length; i++) {
            if (source[i] == contested[next]) {
                source[i] = scratch[next++];
            }
        }
        drafts.set(index, draft.from(source));
        drafts.add(Draft.move(contested, scratch));
        copyOf.add(index);
        copies++;
        copied += scratch.length;
    }

    private int scratchBlock(int after) {
        int block = free.nextSetBit(after);
        if (block < 0) {
            block = free.nextSetBit(0);
        }
        if (block >= 0) {
            free.clear(block);
            return block;
        }
        block = spare.nextSetBit(after);
        if (block < 0) {
            block = spare.nextSetBit(0);
        }
        spare.clear(block);
        lent.add(block);
        return block;
    }

    private void remake(int index, int[] contested) throws IOException {
        Draft draft = drafts.get(index);
        count(draft, -1);
        List<Draft> remade = remaker.without(draft, contested);
        drafts.set(index, remade.getFirst());
        remade.subList(1, remade.size()).forEach(this::add);
        remade.forEach(one -> count(one, 1));
        for (int block : draft.source()) {
            int writer = block < writers.length ? writers[block] : NOBODY;
            if (writer != NOBODY && readers[block] == 0 && !drafts.get(writer).readsOld()) {
                free.set(block);
            }
        }
        remade.forEach(this::free);
    }

    /** Without circles: each when all before it are done, those first that came first. */
    private List<Draft> sorted() {
        int count = drafts.size();
        int[] waits = new int[count];
        for (int i = 0; i < count; i++) {
            for (int next : after(i)) {
                waits[next]++;
            }
        }
        PriorityQueue<Integer> ready = new PriorityQueue<>();
        for (int i = 0; i < count; i++) {
            if (waits[i] == 0) {
                ready.add(i);
            }
        }
        List<Draft> sorted = new ArrayList<>();
        while (!ready.isEmpty()) {
            int one = ready.remove();
            sorted.add(drafts.get(one));
            for (int next : after(one)) {
                if (--waits[next] == 0) {
                    ready.add(next);
                }
            }
        }
        if (sorted.size() != count) {
            throw new IllegalStateException("operations wait for each other");
        }
        return sorted;
    }

    private int[] after(int index) {
        int[] next = next(index);
        int user = copyOf.get(index);
        if (user == NOBODY || Arrays.binarySearch(next, user) >= 0) {
            return next;
        }
        int[] both = Arrays.copyOf(next, next.length + 1);
        both[next.length] = user;
        return both;
    }
}
