package dev.platte.payload.create;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/**
 * Does what update_engine 0.4.10 does with a payload, in place on a copy of the old partition and
 * kernel, and demands all that it demands (docs/payload.md lists it). It shares no code with ours:
 * it has its own reader of the manifest, of bzip2 and of patches.
 */
final class ReferenceApplier {
    private static final int BLOCK = 4096;
    private static final long HOLE = -1;

    private final byte[] payload;
    private final Message manifest;
    private final int dataStart;
    private long consumed;
    int nonIdempotent;

    ReferenceApplier(byte[] payload) {
        this.payload = payload;
        ByteBuffer header = ByteBuffer.wrap(payload);
        byte[] magic = new byte[4];
        header.get(magic);
        assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("CrAU");
        assertThat(header.getLong()).isEqualTo(1);
        int size = Math.toIntExact(header.getLong());
        manifest = new Message(Arrays.copyOfRange(payload, 20, 20 + size));
        dataStart = 20 + size;
    }

    /** A protobuf message: values by field number, each in their order. */
    private static final class Message {
        private final Map<Integer, List<Object>> fields = new TreeMap<>();

        Message(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            while (in.hasRemaining()) {
                long tag = varint(in);
                Object value =
                        switch ((int) (tag & 7)) {
                            case 0 -> varint(in);
                            case 2 -> {
                                byte[] part = new byte[Math.toIntExact(varint(in))];
                                in.get(part);
                                yield part;
                            }
                            default -> throw new AssertionError("wire type " + (tag & 7));
                        };
                fields.computeIfAbsent((int) (tag >>> 3), _ -> new ArrayList<>()).add(value);
            }
        }

        private static long varint(ByteBuffer in) {
            long value = 0;
            for (int shift = 0; ; shift += 7) {
                byte next = in.get();
                value |= (next & 0x7fL) << shift;
                if (next >= 0) {
                    return value;
                }
            }
        }

        boolean has(int field) {
            return fields.containsKey(field);
        }

        long number(int field) {
            return has(field) ? (Long) fields.get(field).getLast() : 0;
        }

        byte[] bytes(int field) {
            return (byte[]) fields.get(field).getLast();
        }

        List<Message> messages(int field) {
            return fields.getOrDefault(field, List.of()).stream()
                    .map(bytes -> new Message((byte[]) bytes))
                    .toList();
        }
    }

    private record Run(long start, int count) {}

    /** Changes the old partition into the new one. */
    byte[] partition(byte[] old) throws Exception {
        assertThat(manifest.number(3)).as("block_size").isEqualTo(BLOCK);
        requireInfo(manifest, 8, old, "old_partition_info");
        byte[] partition = old.clone();
        for (Message operation : manifest.messages(1)) {
            carryOut(operation, partition, partition.length);
        }
        long size = manifest.messages(9).getFirst().number(1);
        assertThat(size).as("the real tool wants images of the same size").isEqualTo(old.length);
        requireInfo(manifest, 9, partition, "new_partition_info");
        return partition;
    }

    /** Changes the old kernel, or makes the new one; then all data must be used up. */
    byte[] kernel(byte[] old) throws Exception {
        List<Message> procedures = manifest.messages(10);
        assertThat(procedures).hasSize(1);
        Message procedure = procedures.getFirst();
        assertThat(procedure.number(1)).as("KERNEL").isZero();
        if (procedure.has(3)) {
            requireInfo(procedure, 3, old, "old_info");
        }
        int size = Math.toIntExact(procedure.messages(4).getFirst().number(1));
        // The file may grow while it is written, and is cut in the end.
        byte[] file = Arrays.copyOf(old, (Math.max(old.length, size) / BLOCK + 257) * BLOCK);
        for (Message operation : procedure.messages(2)) {
            carryOut(operation, file, old.length);
        }
        byte[] kernel = Arrays.copyOf(file, size);
        requireInfo(procedure, 4, kernel, "new_info");
        return kernel;
    }

    /** After all operations. */
    void requireEnd() {
        assertThat(manifest.number(4)).as("signatures_offset").isEqualTo(consumed);
        assertThat(dataStart + consumed + manifest.number(5)).isEqualTo(payload.length);
        requireNoops();
    }

    /** Clients from before procedures step over their data, and over the signature, by these. */
    private void requireNoops() {
        List<long[]> wanted = new ArrayList<>();
        for (Message procedure : manifest.messages(10)) {
            for (Message operation : procedure.messages(2)) {
                if (operation.number(3) > 0) {
                    wanted.add(new long[] {operation.number(2), operation.number(3)});
                }
            }
        }
        wanted.add(new long[] {manifest.number(4), manifest.number(5)});
        List<Message> noops = manifest.messages(2);
        assertThat(noops).hasSize(wanted.size());
        for (int i = 0; i < noops.size(); i++) {
            Message noop = noops.get(i);
            assertThat(noop.number(1)).as("REPLACE").isZero();
            assertThat(noop.number(2)).isEqualTo(wanted.get(i)[0]);
            assertThat(noop.number(3)).isEqualTo(wanted.get(i)[1]);
            assertThat(runs(noop, 6))
                    .containsExactly(
                            new Run(HOLE, (int) Math.ceilDiv(wanted.get(i)[1], (long) BLOCK)));
        }
    }

    private void carryOut(Message operation, byte[] device, int sourceEnd) throws Exception {
        assertThat(operation.has(1)).as("type is required").isTrue();
        byte[] data = data(operation);
        List<Run> source = runs(operation, 4);
        List<Run> target = runs(operation, 6);
        for (Run run : target) {
            if (run.start != HOLE) {
                assertThat((run.start + run.count) * BLOCK).isLessThanOrEqualTo(device.length);
            }
        }
        for (Run run : source) {
            assertThat(run.start).isNotEqualTo(HOLE);
            assertThat((run.start + run.count - 1) * BLOCK).isLessThan(sourceEnd);
        }
        requireApart(target);
        countIdempotence(source, target);
        switch ((int) operation.number(1)) {
            case 0 -> write(device, target, data);
            case 1 -> write(device, target, bunzip(data));
            case 2 -> {
                assertThat(operation.number(3)).as("data of a MOVE").isZero();
                assertThat(blocks(source)).isEqualTo(blocks(target));
                for (Run run : source) {
                    assertThat((run.start + run.count) * BLOCK)
                            .as("a read that is cut short is an error")
                            .isLessThanOrEqualTo(sourceEnd);
                }
                write(device, target, read(device, source));
            }
            case 3 -> {
                long from = operation.number(5);
                long to = operation.number(7);
                requireAllUsed(source, from);
                requireAllUsed(target, to);
                byte[] old = Arrays.copyOf(read(device, source), Math.toIntExact(from));
                byte[] made = bspatch(old, data);
                assertThat(made).hasSize(Math.toIntExact(to));
                write(device, target, made);
            }
            default -> throw new AssertionError("type " + operation.number(1));
        }
    }

    private byte[] data(Message operation) throws Exception {
        int length = Math.toIntExact(operation.number(3));
        if (length == 0) {
            return new byte[0];
        }
        assertThat(operation.number(2)).as("data is contiguous").isEqualTo(consumed);
        assertThat(operation.has(8)).as("data has a hash").isTrue();
        int from = Math.toIntExact(dataStart + consumed);
        byte[] data = Arrays.copyOfRange(payload, from, from + length);
        assertThat(sha256(data)).isEqualTo(operation.bytes(8));
        consumed += length;
        return data;
    }

    /** The positions that bspatch is given must cover exactly the extents. */
    private static void requireAllUsed(List<Run> runs, long length) {
        long bytes = (long) blocks(runs) * BLOCK;
        assertThat(length).isLessThanOrEqualTo(bytes).isGreaterThan(bytes - BLOCK);
    }

    private static void requireApart(List<Run> target) {
        List<Run> sorted =
                target.stream()
                        .filter(run -> run.start != HOLE)
                        .sorted((a, b) -> Long.compare(a.start, b.start))
                        .toList();
        for (int i = 1; i < sorted.size(); i++) {
            Run before = sorted.get(i - 1);
            assertThat(sorted.get(i).start).isGreaterThanOrEqualTo(before.start + before.count);
        }
    }

    private void countIdempotence(List<Run> source, List<Run> target) {
        boolean meets =
                source.stream()
                        .anyMatch(
                                a ->
                                        target.stream()
                                                .anyMatch(
                                                        b ->
                                                                a.start < b.start + b.count
                                                                        && b.start
                                                                                < a.start
                                                                                        + a.count));
        nonIdempotent += meets ? 1 : 0;
    }

    private static List<Run> runs(Message operation, int field) {
        return operation.messages(field).stream()
                .map(extent -> new Run(extent.number(1), Math.toIntExact(extent.number(2))))
                .toList();
    }

    private static int blocks(List<Run> runs) {
        return runs.stream().mapToInt(Run::count).sum();
    }

    private static byte[] read(byte[] device, List<Run> runs) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Run run : runs) {
            out.write(device, Math.toIntExact(run.start * BLOCK), run.count * BLOCK);
        }
        return out.toByteArray();
    }

    /** In order; zeros fill the last block; more than the extents hold is an error. */
    private static void write(byte[] device, List<Run> runs, byte[] data) {
        byte[] padded = Arrays.copyOf(data, Math.ceilDiv(data.length, BLOCK) * BLOCK);
        int at = 0;
        for (Run run : runs) {
            int length = Math.min(run.count * BLOCK, padded.length - at);
            if (run.start != HOLE) {
                System.arraycopy(padded, at, device, Math.toIntExact(run.start * BLOCK), length);
            }
            at += length;
        }
        assertThat(at).as("all data has a place").isEqualTo(padded.length);
    }

    private static byte[] bunzip(byte[] data) throws IOException {
        try (BZip2CompressorInputStream in =
                new BZip2CompressorInputStream(new ByteArrayInputStream(data))) {
            return in.readAllBytes();
        }
    }

    /** The algorithm of bspatch 4.3, the plain way. */
    static byte[] bspatch(byte[] old, byte[] patch) throws IOException {
        ByteBuffer head = ByteBuffer.wrap(patch).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[8];
        head.get(magic);
        assertThat(new String(magic, StandardCharsets.US_ASCII)).isEqualTo("BSDIFF40");
        int control = Math.toIntExact(head.getLong());
        int difference = Math.toIntExact(head.getLong());
        byte[] made = new byte[Math.toIntExact(head.getLong())];
        ByteBuffer entries =
                ByteBuffer.wrap(bunzip(Arrays.copyOfRange(patch, 32, 32 + control)))
                        .order(ByteOrder.LITTLE_ENDIAN);
        byte[] differences =
                bunzip(Arrays.copyOfRange(patch, 32 + control, 32 + control + difference));
        byte[] extras = bunzip(Arrays.copyOfRange(patch, 32 + control + difference, patch.length));
        int at = 0;
        int from = 0;
        int usedDifferences = 0;
        int usedExtras = 0;
        while (at < made.length) {
            int alike = Math.toIntExact(signed(entries.getLong()));
            int extra = Math.toIntExact(signed(entries.getLong()));
            int seek = Math.toIntExact(signed(entries.getLong()));
            for (int i = 0; i < alike; i++, at++, from++) {
                made[at] = differences[usedDifferences++];
                if (from >= 0 && from < old.length) {
                    made[at] += old[from];
                }
            }
            System.arraycopy(extras, usedExtras, made, at, extra);
            usedExtras += extra;
            at += extra;
            from += seek;
        }
        return made;
    }

    private static long signed(long field) {
        return field < 0 ? -(field & Long.MAX_VALUE) : field;
    }

    private static void requireInfo(Message holder, int field, byte[] bytes, String name)
            throws Exception {
        Message info = holder.messages(field).getFirst();
        assertThat(info.number(1)).as(name + " size").isEqualTo(bytes.length);
        assertThat(sha256(bytes)).as(name + " hash").isEqualTo(info.bytes(2));
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }
}
