package dev.platte.payload.delta;

import static dev.platte.payload.delta.BlockImage.BLOCK;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.BitSet;

/** Both images looked at once, side by side: what stayed, what is empty, and hashes of the rest. */
final class Survey {
    /**
     * Blocks that are looked at in one go; a multiple of 64, so that no two share a word of bits.
     */
    private static final int PIECE = 256;

    /** So many samples are taken of the old image, about. */
    private static final int SAMPLES = 1 << 20;

    private static final int LEAST_BITS = 6;
    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;
    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    final BlockImage old;
    final BlockImage made;
    final long[] oldHashes;
    final long[] madeHashes;

    /** New blocks that are the same as the old ones in their place. */
    final BitSet same;

    final BitSet oldZeros;
    final BitSet madeZeros;
    final SampleIndex index;

    private Survey(BlockImage old, BlockImage made) {
        this.old = old;
        this.made = made;
        oldHashes = new long[old.blocks()];
        madeHashes = new long[made.blocks()];
        same = new BitSet(made.blocks());
        oldZeros = new BitSet(old.blocks());
        madeZeros = new BitSet(made.blocks());
        index = new SampleIndex(SAMPLES, sampleBits(old.size()));
    }

    private static int sampleBits(long size) {
        int log = Long.SIZE - Long.numberOfLeadingZeros(size);
        return Math.max(LEAST_BITS, log - Integer.numberOfTrailingZeros(SAMPLES));
    }

    static Survey of(BlockImage old, BlockImage made, Crew crew)
            throws IOException, InterruptedException {
        Survey survey = new Survey(old, made);
        int blocks = Math.max(old.blocks(), made.blocks());
        crew.inOrder(
                Math.ceilDiv(blocks, PIECE),
                piece -> survey.look(piece * PIECE),
                (_, found) -> survey.take(found));
        return survey;
    }

    private record Found(
            BitSet same, BitSet oldZeros, BitSet madeZeros, long[] samples, int[] blocks) {}

    private Found look(int first) throws IOException {
        byte[] before = new byte[PIECE * BLOCK];
        byte[] after = new byte[PIECE * BLOCK];
        int oldCount = Math.clamp(old.blocks() - first, 0, PIECE);
        int madeCount = Math.clamp(made.blocks() - first, 0, PIECE);
        old.read(first, oldCount, before, 0);
        made.read(first, madeCount, after, 0);
        Found found = new Found(new BitSet(), new BitSet(), new BitSet(), new long[0], new int[0]);
        Sampled sampled = new Sampled();
        for (int i = 0; i < oldCount; i++) {
            oldHashes[first + i] = hash(before, i * BLOCK);
            if (isZero(before, i * BLOCK)) {
                found.oldZeros.set(first + i);
            } else {
                sampled.block = first + i;
                Samples.of(before, i * BLOCK, BLOCK, index.bits(), sampled);
            }
        }
        for (int i = 0; i < madeCount; i++) {
            int at = i * BLOCK;
            madeHashes[first + i] = hash(after, at);
            if (isZero(after, at)) {
                found.madeZeros.set(first + i);
            }
            if (i < oldCount
                    && old.isPart(first + i) == made.isPart(first + i)
                    && (!old.isPart(first + i) || old.missing() == made.missing())
                    && Arrays.equals(before, at, at + BLOCK, after, at, at + BLOCK)) {
                found.same.set(first + i);
            }
        }
        return new Found(
                found.same,
                found.oldZeros,
                found.madeZeros,
                Arrays.copyOf(sampled.samples, sampled.count),
                Arrays.copyOf(sampled.blocks, sampled.count));
    }

    private void take(Found found) {
        same.or(found.same);
        oldZeros.or(found.oldZeros);
        madeZeros.or(found.madeZeros);
        for (int i = 0; i < found.samples.length; i++) {
            index.add(found.samples[i], found.blocks[i]);
        }
    }

    private static final class Sampled implements Samples.Taker {
        long[] samples = new long[1024];
        int[] blocks = new int[1024];
        int count;
        int block;

        @Override
        public void take(long sample) {
            if (count == samples.length) {
                samples = Arrays.copyOf(samples, 2 * count);
                blocks = Arrays.copyOf(blocks, 2 * count);
            }
            samples[count] = sample;
            blocks[count++] = block;
        }
    }

    private static long hash(byte[] bytes, int from) {
        long hash = MIX;
        for (int i = from; i < from + BLOCK; i += Long.BYTES) {
            hash = (hash ^ (long) LONGS.get(bytes, i)) * MIX;
            hash ^= hash >>> 32;
        }
        return hash;
    }

    private static boolean isZero(byte[] bytes, int from) {
        for (int i = from; i < from + BLOCK; i += Long.BYTES) {
            if ((long) LONGS.get(bytes, i) != 0) {
                return false;
            }
        }
        return true;
    }
}
