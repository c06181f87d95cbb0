package dev.platte.payload.format;

import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Manifest.Procedure;
import java.util.List;

/**
 * DeltaArchiveManifest to bytes, fields in the order of their numbers: what the real tool's
 * protobuf library writes, so that a manifest of its making comes out as it went in.
 */
final class ManifestWriter {
    private ManifestWriter() {}

    static byte[] write(Manifest manifest) {
        WireWriter out = new WireWriter();
        manifest.partitionOperations().forEach(operation -> out.message(1, operation(operation)));
        manifest.noopOperations().forEach(operation -> out.message(2, operation(operation)));
        out.uint(3, manifest.blockSize());
        manifest.signatures().ifPresent(room -> out.uint(4, room.offset()).uint(5, room.size()));
        manifest.oldPartition().ifPresent(info -> out.message(8, imageInfo(info)));
        manifest.newPartition().ifPresent(info -> out.message(9, imageInfo(info)));
        manifest.procedures().forEach(procedure -> out.message(10, procedure(procedure)));
        return out.toByteArray();
    }

    private static WireWriter operation(Operation operation) {
        WireWriter out = new WireWriter();
        switch (operation) {
            case Operation.Replace(Blob data, List<Extent> target) -> {
                data(out.uint(1, 0), data);
                extents(out, 6, target);
            }
            case Operation.ReplaceBz(Blob data, List<Extent> target) -> {
                data(out.uint(1, 1), data);
                extents(out, 6, target);
            }
            case Operation.Move(
                            var source,
                            long sourceLength,
                            var target,
                            long targetLength,
                            var _) -> {
                extents(out.uint(1, 2), 4, source);
                out.uint(5, sourceLength);
                extents(out, 6, target);
                out.uint(7, targetLength);
            }
            case Operation.Bsdiff(
                            Blob data,
                            var source,
                            long sourceLength,
                            var target,
                            long targetLength,
                            var _) -> {
                data(out.uint(1, 3), data);
                extents(out, 4, source);
                out.uint(5, sourceLength);
                extents(out, 6, target);
                out.uint(7, targetLength);
            }
        }
        operation.blob().flatMap(Blob::sha256).ifPresent(hash -> out.bytes(8, hash.bytes()));
        operation.sourceSha256().ifPresent(hash -> out.bytes(9, hash.bytes()));
        return out;
    }

    private static void data(WireWriter out, Blob data) {
        out.uint(2, data.offset()).uint(3, data.length());
    }

    private static void extents(WireWriter out, int field, List<Extent> extents) {
        for (Extent extent : extents) {
            out.message(
                    field,
                    new WireWriter().uint(1, extent.startBlock()).uint(2, extent.numBlocks()));
        }
    }

    private static WireWriter imageInfo(ImageInfo info) {
        return new WireWriter().uint(1, info.size()).bytes(2, info.sha256().bytes());
    }

    private static WireWriter procedure(Procedure procedure) {
        WireWriter out = new WireWriter();
        switch (procedure.purpose()) {
            case KERNEL -> out.uint(1, 0);
            case PCR_POLICY -> out.uint(1, 1);
            case UNKNOWN ->
                    throw new IllegalArgumentException(
                            "a procedure of unknown kind cannot be written");
        }
        procedure.operations().forEach(operation -> out.message(2, operation(operation)));
        procedure.oldInfo().ifPresent(info -> out.message(3, imageInfo(info)));
        procedure.newInfo().ifPresent(info -> out.message(4, imageInfo(info)));
        return out;
    }
}
