package dev.platte.payload.apply;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.bsdiff.ForgedPatch;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Manifest.SignatureRoom;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadMetadata;
import dev.platte.payload.format.SignatureList;
import dev.platte.payload.format.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * A delta of random operations, and what they make of a copy of the old image when they are done as
 * the format says: in place, one after the other, each reading all its blocks before it writes one.
 */
final class RandomDelta {
    static final int BLOCK = 512;

    final byte[] old;
    final byte[] made;
    final byte[] payload;

    private final Random random;
    private final boolean isWild;
    private final int blocks;
    private final byte[] state;
    private final BitSet written = new BitSet();
    private final List<Operation> operations = new ArrayList<>();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    /**
     * @param isWild whether blocks are written more than once and read after they were; else all is
     *     as tools do it that break no cycles
     */
    RandomDelta(long seed, boolean isWild) throws IOException {
        random = new Random(seed);
        this.isWild = isWild;
        int oldBlocks = 1 + random.nextInt(40);
        blocks = 1 + random.nextInt(40);
        old = bytes(oldBlocks * BLOCK - random.nextInt(2) * random.nextInt(BLOCK));
        state = Arrays.copyOf(old, Math.max(oldBlocks, blocks) * BLOCK);
        int count = 1 + random.nextInt(isWild ? 40 : 12);
        for (int i = 0; i < count; i++) {
            operate();
        }
        fillWhatIsNew(oldBlocks);
        made = Arrays.copyOf(state, blocks * BLOCK);
        payload = payload();
    }

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void operate() throws IOException {
        List<Extent> target = target();
        int room = blocks(target) * BLOCK;
        if (room == 0) {
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                // Whole blocks that are left over stay as they are, where they were anything.
                boolean whole = isWild || target.stream().anyMatch(this::isBehindOld);
                byte[] bytes = bytes(whole ? room - random.nextInt(BLOCK) : random.nextInt(room));
                operations.add(new Operation.Replace(blob(bytes), target));
                write(target, bytes);
            }
            case 1 -> {
                byte[] bytes = bytes(room - random.nextInt(BLOCK));
                operations.add(new Operation.ReplaceBz(blob(ForgedPayload.bzip2(bytes)), target));
                write(target, bytes);
            }
            case 2 -> {
                List<Extent> source = source(blocks(target));
                byte[] read = read(source);
                operations.add(
                        new Operation.Move(source, room, target, room, Optional.of(hash(read))));
                write(target, read);
            }
            default -> patch(target, room - random.nextInt(BLOCK));
        }
    }

    private void patch(List<Extent> target, int length) {
        List<Extent> source = source(random.nextInt(8));
        byte[] whole = read(source);
        byte[] read = Arrays.copyOf(whole, whole.length - random.nextInt(whole.length + 1));
        byte[] bytes = bytes(length);
        operations.add(
                new Operation.Bsdiff(
                        blob(ForgedPatch.random(random, read, bytes)),
                        source,
                        read.length,
                        target,
                        length,
                        Optional.of(hash(read)).filter(_ -> random.nextBoolean())));
        write(target, bytes);
    }

    private Sha256 hash(byte[] read) {
        return Sha256.of(read);
    }

    private Blob blob(byte[] bytes) {
        Blob blob = new Blob(data.size(), bytes.length, Optional.of(Sha256.of(bytes)));
        data.writeBytes(bytes);
        return blob;
    }

    private List<Extent> target() {
        List<Extent> extents = new ArrayList<>();
        BitSet mine = new BitSet();
        for (int tries = 1 + random.nextInt(4); tries > 0; tries--) {
            int start = random.nextInt(blocks);
            int count = 1 + random.nextInt(Math.min(8, blocks - start));
            boolean free =
                    !mine.get(start, start + count).intersects(all())
                            && (isWild || !written.get(start, start + count).intersects(all()));
            if (free) {
                extents.add(new Extent(start, count));
                mine.set(start, start + count);
            }
        }
        if (random.nextInt(20) == 0) {
            extents.add(new Extent(Extent.HOLE, 1));
        }
        return extents;
    }

    private static BitSet all() {
        BitSet all = new BitSet();
        all.set(0, 64);
        return all;
    }

    private boolean isBehindOld(Extent extent) {
        return (extent.startBlock() + extent.numBlocks()) * BLOCK > old.length;
    }

    private List<Extent> source(int wanted) {
        List<Extent> extents = new ArrayList<>();
        int left = wanted;
        while (left > 0) {
            int start = random.nextInt(state.length / BLOCK);
            int count = 0;
            while (count < left && isReadable(start + count)) {
                count++;
            }
            count = count == 0 ? 0 : 1 + random.nextInt(count);
            boolean isHole = count == 0 || random.nextInt(30) == 0;
            extents.add(isHole ? new Extent(Extent.HOLE, 1) : new Extent(start, count));
            left -= isHole ? 1 : count;
        }
        return extents;
    }

    private boolean isReadable(int block) {
        if (written.get(block)) {
            return isWild;
        }
        return block * BLOCK < old.length;
    }

    private byte[] read(List<Extent> extents) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (Extent extent : extents) {
            int length = (int) extent.numBlocks() * BLOCK;
            if (extent.isHole()) {
                bytes.writeBytes(new byte[length]);
            } else {
                bytes.write(state, (int) extent.startBlock() * BLOCK, length);
            }
        }
        return bytes.toByteArray();
    }

    private void write(List<Extent> extents, byte[] bytes) {
        byte[] padded = Arrays.copyOf(bytes, Math.ceilDiv(bytes.length, BLOCK) * BLOCK);
        int at = 0;
        for (Extent extent : extents) {
            int length = Math.min((int) extent.numBlocks() * BLOCK, padded.length - at);
            if (!extent.isHole()) {
                System.arraycopy(padded, at, state, (int) extent.startBlock() * BLOCK, length);
                written.set(
                        (int) extent.startBlock(),
                        (int) (extent.startBlock() + extent.numBlocks()));
            }
            at += length;
        }
    }

    /** Blocks behind the old image that nothing wrote hold whatever the disk held. */
    private void fillWhatIsNew(int oldBlocks) {
        for (int block = oldBlocks; block < blocks; block++) {
            if (written.get(block)) {
                continue;
            }
            List<Extent> target = List.of(new Extent(block, 1));
            byte[] bytes = bytes(BLOCK);
            operations.add(new Operation.Replace(blob(bytes), target));
            write(target, bytes);
        }
    }

    private static int blocks(List<Extent> extents) {
        return extents.stream().mapToInt(extent -> (int) extent.numBlocks()).sum();
    }

    private byte[] payload() {
        Manifest manifest =
                new Manifest(
                        operations,
                        List.of(),
                        BLOCK,
                        Optional.of(
                                new SignatureRoom(data.size(), SignatureList.sizeOf(List.of(256)))),
                        Optional.of(new ImageInfo(old.length, Sha256.of(old))),
                        Optional.of(new ImageInfo(made.length, Sha256.of(made))),
                        List.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PayloadMetadata.of(manifest).bytes());
        out.writeBytes(data.toByteArray());
        byte[] signature = Vectors.privateKey("key-1").sign(Sha256.of(out.toByteArray()).bytes());
        out.writeBytes(SignatureList.of(List.of(signature)).encoded());
        return out.toByteArray();
    }
}
