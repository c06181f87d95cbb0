package dev.platte.payload.delta;

import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Operation;
import java.util.Optional;

/**
 * An operation before it has its place.
 *
 * @param source old blocks that it reads
 * @param sourceLength bytes of them
 * @param target blocks that it writes
 * @param targetLength bytes of them
 * @param data where its data lies aside; empty for a move
 */
record Draft(
        Kind kind,
        int[] source,
        int sourceLength,
        int[] target,
        int targetLength,
        Optional<Aside> data) {
    enum Kind {
        MOVE,
        BSDIFF,
        REPLACE,
        REPLACE_BZ
    }

    static Draft move(int[] source, int[] target) {
        int length = target.length * BlockImage.BLOCK;
        return new Draft(Kind.MOVE, source, length, target, length, Optional.empty());
    }

    /** The same from other blocks with the same content. */
    Draft from(int[] other) {
        return new Draft(kind, other, sourceLength, target, targetLength, data);
    }

    /** The same with its data. */
    Draft with(Aside aside) {
        return new Draft(kind, source, sourceLength, target, targetLength, Optional.of(aside));
    }

    boolean readsOld() {
        return source.length > 0;
    }

    /** The operation, with its data at that place behind the manifest. */
    Operation operation(long dataOffset) {
        return switch (kind) {
            case MOVE ->
                    new Operation.Move(
                            Blocks.extents(source),
                            sourceLength,
                            Blocks.extents(target),
                            targetLength,
                            Optional.empty());
            case BSDIFF ->
                    new Operation.Bsdiff(
                            blob(dataOffset),
                            Blocks.extents(source),
                            sourceLength,
                            Blocks.extents(target),
                            targetLength,
                            Optional.empty());
            case REPLACE -> new Operation.Replace(blob(dataOffset), Blocks.extents(target));
            case REPLACE_BZ -> new Operation.ReplaceBz(blob(dataOffset), Blocks.extents(target));
        };
    }

    private Blob blob(long dataOffset) {
        Aside aside = data.orElseThrow();
        return new Blob(dataOffset, aside.length(), Optional.of(aside.sha256()));
    }
}
