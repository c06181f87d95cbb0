package dev.platte.payload.delta;

import static dev.platte.payload.delta.BlockImage.BLOCK;

import dev.platte.payload.bsdiff.Bsdiff;
import dev.platte.payload.bsdiff.Piece;
import dev.platte.payload.bsdiff.SortedBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Makes changed blocks in the way that takes least: as they are, compressed, or patched. */
final class Changing {
    /** Heap that one thread takes for it at most, in bytes. */
    static final long HEAP = 104L << 20;

    /** 1 MiB, as in full payloads. */
    static final int MOST_WHOLE = 256;

    private static final int LEVEL_UNIT = 100_000;
    private static final int BEST_LEVEL = 9;

    /** What an extent takes of the manifest, in bytes. */
    private static final int EXTENT = 8;

    private final BlockImage old;
    private final BlockImage made;

    Changing(BlockImage old, BlockImage made) {
        this.old = old;
        this.made = made;
    }

    /** A unit as an operation, and its data. */
    record Result(Draft draft, byte[] data) {}

    /** Makes units that share their source: it is sorted once. */
    List<Result> make(List<Unit> units) throws IOException {
        int[] source = units.getFirst().source();
        byte[] oldBytes = old.read(source);
        int oldLength = old.length(source);
        Optional<SortedBytes> sorted =
                source.length == 0
                        ? Optional.empty()
                        : Optional.of(new SortedBytes(oldBytes, oldLength));
        List<Result> results = new ArrayList<>();
        for (Unit unit : units) {
            byte[] bytes = made.read(unit.target());
            int length = made.length(unit.target());
            Result best = whole(unit.target(), bytes, length);
            if (sorted.isPresent()) {
                Optional<Result> patched = patched(unit, sorted.get(), oldBytes, bytes, length);
                if (patched.isPresent() && cost(patched.get()) < cost(best)) {
                    best = patched.get();
                }
            }
            results.add(best);
        }
        return results;
    }

    private static int cost(Result result) {
        return result.data().length + EXTENT * Blocks.extents(result.draft().source()).size();
    }

    /** Makes any number of blocks without any others. */
    List<Result> whole(int[] blocks) throws IOException {
        List<Result> results = new ArrayList<>();
        for (int from = 0; from < blocks.length; from += MOST_WHOLE) {
            int end = Math.min(blocks.length, from + MOST_WHOLE);
            int[] target = Arrays.copyOfRange(blocks, from, end);
            results.addAll(make(List.of(new Unit(target, new int[0]))));
        }
        return results;
    }

    /** Makes again what an operation makes, and does not read these blocks for it. */
    List<Result> without(Draft draft, int[] blocks) throws IOException {
        BitSet avoided = new BitSet();
        for (int block : blocks) {
            avoided.set(block);
        }
        if (draft.kind() != Draft.Kind.MOVE) {
            int[] source =
                    Arrays.stream(draft.source()).filter(block -> !avoided.get(block)).toArray();
            return make(List.of(new Unit(draft.target(), source)));
        }
        Blocks from = new Blocks();
        Blocks to = new Blocks();
        Blocks whole = new Blocks();
        for (int i = 0; i < draft.source().length; i++) {
            if (avoided.get(draft.source()[i])) {
                whole.add(draft.target()[i]);
            } else {
                from.add(draft.source()[i]);
                to.add(draft.target()[i]);
            }
        }
        List<Result> results = new ArrayList<>(whole(whole.toArray()));
        if (to.size() > 0) {
            results.add(new Result(Draft.move(from.toArray(), to.toArray()), new byte[0]));
        }
        return results;
    }

    private static Result whole(int[] target, byte[] bytes, int length) throws IOException {
        byte[] compressed = bzip2(bytes, length);
        boolean isSmaller = compressed.length < length;
        Draft draft =
                new Draft(
                        isSmaller ? Draft.Kind.REPLACE_BZ : Draft.Kind.REPLACE,
                        new int[0],
                        0,
                        target,
                        length,
                        Optional.empty());
        return new Result(draft, isSmaller ? compressed : Arrays.copyOf(bytes, length));
    }

    private Optional<Result> patched(
            Unit unit, SortedBytes sorted, byte[] oldBytes, byte[] bytes, int length) {
        Optional<List<Piece>> pieces = Bsdiff.pieces(sorted, bytes, length);
        if (pieces.isEmpty() || pieces.get().isEmpty()) {
            return Optional.empty();
        }
        Used used = new Used(unit.source(), pieces.get());
        byte[] patch = Bsdiff.patch(pieces.get(), oldBytes, bytes, length, used::place);
        Draft draft =
                new Draft(
                        Draft.Kind.BSDIFF,
                        used.source,
                        old.length(used.source),
                        unit.target(),
                        length,
                        Optional.empty());
        return Optional.of(new Result(draft, patch));
    }

    /**
     * Only the blocks that a patch uses: what an operation does not read it does not keep others
     * from writing.
     */
    private static final class Used {
        final int[] source;

        /** By block of the whole source: how many before it are used. */
        private final int[] before;

        Used(int[] all, List<Piece> pieces) {
            BitSet used = new BitSet();
            for (Piece piece : pieces) {
                used.set(piece.old() / BLOCK, (piece.old() + piece.length() - 1) / BLOCK + 1);
            }
            source = used.stream().map(i -> all[i]).toArray();
            before = new int[all.length];
            for (int i = 1; i < all.length; i++) {
                before[i] = before[i - 1] + (used.get(i - 1) ? 1 : 0);
            }
        }

        int place(int old) {
            return before[old / BLOCK] * BLOCK + old % BLOCK;
        }
    }

    private static byte[] bzip2(byte[] bytes, int length) throws IOException {
        int level = Math.clamp(Math.ceilDiv(length, LEVEL_UNIT), 1, BEST_LEVEL);
        ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2 + 100);
        try (BZip2CompressorOutputStream compressor = new BZip2CompressorOutputStream(out, level)) {
            compressor.write(bytes, 0, length);
        }
        return out.toByteArray();
    }
}
