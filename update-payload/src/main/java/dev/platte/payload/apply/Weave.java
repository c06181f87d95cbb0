package dev.platte.payload.apply;

import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * Finds which operations of a delta get in each other's way.
 *
 * <p>The format has them work in place on a copy of the old image, one after the other. We leave
 * the old image where it is and read from it every block that no earlier operation has written;
 * only the others are read from the target. That is the same by definition, and it leaves hardly
 * any order to keep: what matters are blocks that are written twice, or written and read afterwards
 * (scratch space, which tools use to break cycles). An operation that touches one of them takes its
 * turn alone.
 */
final class Weave {
    /** 128 GiB of 4096 bytes each; a set of them takes 4 MiB. */
    private static final long MOST_BLOCKS = 1L << 25;

    private final int end;
    private final long sourceEnd;
    private final BitSet written = new BitSet();
    private final BitSet shared = new BitSet();

    /**
     * Takes in all operations of one image.
     *
     * @param end the block after the image's last one; what is written behind it is dropped
     * @param sourceEnd the block after the old image's last one
     */
    private Weave(List<Operation> operations, int end, long sourceEnd) {
        this.end = end;
        this.sourceEnd = sourceEnd;
        for (Operation operation : operations) {
            for (Extent extent : operation.target()) {
                markWritten(extent);
            }
        }
        BitSet before = new BitSet();
        for (Operation operation : operations) {
            for (Extent extent : operation.source()) {
                addCommon(before, extent, shared);
            }
            operation.target().forEach(extent -> set(before, extent));
        }
    }

    /**
     * Takes in all operations of one image.
     *
     * @param size bytes of the image
     * @param sourceSize bytes of the old one
     * @throws PayloadException when they are too large for a delta
     */
    static Weave of(List<Operation> operations, long size, long sourceSize, int blockSize)
            throws PayloadException {
        long end = Math.ceilDiv(size, blockSize);
        long sourceEnd = Math.ceilDiv(sourceSize, blockSize);
        if (Math.max(end, sourceEnd) > MOST_BLOCKS) {
            throw Plan.refuse(
                    Fault.MANIFEST,
                    "an image of %d blocks; a delta may have %d"
                            .formatted(Math.max(end, sourceEnd), MOST_BLOCKS));
        }
        return new Weave(operations, (int) end, sourceEnd);
    }

    private void markWritten(Extent extent) {
        addCommon(written, extent, shared);
        set(written, extent);
    }

    /** Blocks that operations write; the others stay what they are in the old image. */
    BitSet written() {
        return written;
    }

    /** Whether each block of the image is written. */
    boolean isWhole() {
        return written.nextClearBit(0) >= end;
    }

    /**
     * Each operation's turn, in their order.
     *
     * @throws PayloadException when one reads what is neither in the old image nor written before
     */
    List<Turn> turns(List<Operation> operations) throws PayloadException {
        List<Turn> turns = new ArrayList<>(operations.size());
        BitSet before = new BitSet();
        for (Operation operation : operations) {
            turns.add(isAlone(operation, before) ? alone(operation, before) : free(operation));
            if (!shared.isEmpty()) {
                operation.target().forEach(extent -> set(before, extent));
            }
        }
        return turns;
    }

    private boolean isAlone(Operation operation, BitSet before) {
        return operation.target().stream().anyMatch(extent -> meets(shared, extent))
                || operation.source().stream().anyMatch(extent -> meets(before, extent));
    }

    private Turn free(Operation operation) throws PayloadException {
        for (Extent extent : operation.source()) {
            if (!extent.isHole()) {
                requireThere(extent.startBlock() + extent.numBlocks());
            }
        }
        return Turn.FREE;
    }

    private void requireThere(long last) throws PayloadException {
        if (last > sourceEnd) {
            throw Plan.refuse(
                    Fault.MANIFEST,
                    "an operation reads up to block %d; the old image has %d, and nothing else was written there before"
                            .formatted(last, sourceEnd));
        }
    }

    private Turn alone(Operation operation, BitSet before) throws PayloadException {
        List<Span> spans = new ArrayList<>();
        BitSet overwritten = new BitSet();
        operation.target().forEach(extent -> set(overwritten, extent));
        boolean repeatable = true;
        for (Extent extent : operation.source()) {
            if (extent.isHole()) {
                spans.add(new Span(Span.Origin.HOLE, 0, extent.numBlocks()));
                continue;
            }
            long at = extent.startBlock();
            long last = at + extent.numBlocks();
            while (at < last) {
                boolean isWritten = at < end && before.get((int) at);
                long next = isWritten ? before.nextClearBit((int) at) : nextSet(before, at, last);
                next = Math.min(next, last);
                if (!isWritten) {
                    requireThere(next);
                }
                spans.add(
                        new Span(
                                isWritten ? Span.Origin.TARGET : Span.Origin.SOURCE,
                                at,
                                next - at));
                if (isWritten) {
                    int overlap = overwritten.nextSetBit((int) at);
                    repeatable &= overlap < 0 || overlap >= next;
                }
                at = next;
            }
        }
        boolean isOver = operation.target().stream().anyMatch(extent -> meets(before, extent));
        return new Turn(Optional.of(spans), true, isOver, repeatable);
    }

    private long nextSet(BitSet blocks, long at, long last) {
        if (at >= end) {
            return last;
        }
        int next = blocks.nextSetBit((int) at);
        return next < 0 ? last : next;
    }

    private boolean meets(BitSet blocks, Extent extent) {
        if (extent.isHole() || extent.startBlock() >= end) {
            return false;
        }
        int found = blocks.nextSetBit((int) extent.startBlock());
        return found >= 0 && found < extent.startBlock() + extent.numBlocks();
    }

    /** Adds to a set those blocks of the extent that are in the other one. */
    private void addCommon(BitSet other, Extent extent, BitSet to) {
        if (extent.isHole() || extent.startBlock() >= end) {
            return;
        }
        int last = clip(extent);
        int from = other.nextSetBit((int) extent.startBlock());
        while (from >= 0 && from < last) {
            int until = Math.min(last, other.nextClearBit(from));
            to.set(from, until);
            from = other.nextSetBit(until);
        }
    }

    private void set(BitSet blocks, Extent extent) {
        if (!extent.isHole() && extent.startBlock() < end) {
            blocks.set((int) extent.startBlock(), clip(extent));
        }
    }

    private int clip(Extent extent) {
        return (int) Math.min(end, extent.startBlock() + extent.numBlocks());
    }
}
