package dev.platte.web.release;

import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import dev.platte.payload.format.SignatureList;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a payload says of itself.
 *
 * @param metadataSize of header and manifest, in bytes
 * @param imageSize of the partition that it makes, in bytes
 * @param imageSha256 64 hex digits
 * @param kernelSize of the kernel that it brings; absent: none
 * @param kinds its operations by kind, those of the kernel too
 * @param signatures the length of each, in bytes
 */
record ManifestView(
        boolean delta,
        long metadataSize,
        long blockSize,
        @Nullable Long imageSize,
        @Nullable String imageSha256,
        @Nullable Long kernelSize,
        long operations,
        List<Kind> kinds,
        List<Integer> signatures) {

    /**
     * Operations of one kind.
     *
     * @param dataBytes of the payload that they take
     * @param imageBytes of the image that they write
     */
    record Kind(String name, String meaning, long operations, long dataBytes, long imageBytes) {}

    static ManifestView read(Path payload) throws IOException, PayloadException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(payload))) {
            PayloadMetadata metadata = PayloadMetadata.read(in);
            Manifest manifest = metadata.manifest();
            List<Operation> all = manifest.operations();
            return new ManifestView(
                    manifest.isDelta(),
                    metadata.size(),
                    manifest.blockSize(),
                    manifest.newPartition().map(Manifest.ImageInfo::size).orElse(null),
                    manifest.newPartition().map(image -> image.sha256().hex()).orElse(null),
                    manifest.kernel()
                            .flatMap(Manifest.Procedure::newInfo)
                            .map(Manifest.ImageInfo::size)
                            .orElse(null),
                    all.size(),
                    kinds(all, manifest.blockSize()),
                    signatures(in, metadata));
        }
    }

    private static List<Integer> signatures(InputStream in, PayloadMetadata metadata)
            throws IOException, PayloadException {
        Manifest.SignatureRoom room = metadata.manifest().signatures().orElse(null);
        if (room == null) {
            return List.of();
        }
        in.skipNBytes(room.offset());
        byte[] bytes = in.readNBytes(Math.toIntExact(room.size()));
        return SignatureList.read(bytes, metadata.size() + room.offset()).entries().stream()
                .map(entry -> entry.data().length)
                .toList();
    }

    private static List<Kind> kinds(List<Operation> operations, long blockSize) {
        Map<String, Kind> kinds = new LinkedHashMap<>();
        for (Operation operation : operations) {
            Kind one = kind(operation, blockSize);
            kinds.merge(
                    one.name(),
                    one,
                    (a, b) ->
                            new Kind(
                                    a.name(),
                                    a.meaning(),
                                    a.operations() + b.operations(),
                                    a.dataBytes() + b.dataBytes(),
                                    a.imageBytes() + b.imageBytes()));
        }
        return new ArrayList<>(kinds.values());
    }

    private static Kind kind(Operation operation, long blockSize) {
        long data = operation.blob().map(Blob::length).orElse(0L);
        long image = operation.target().stream().mapToLong(Extent::numBlocks).sum() * blockSize;
        return switch (operation) {
            case Operation.Replace _ -> new Kind("REPLACE", "written as it is", 1, data, image);
            case Operation.ReplaceBz _ ->
                    new Kind("REPLACE_BZ", "decompressed (bzip2), then written", 1, data, image);
            case Operation.Move _ -> new Kind("MOVE", "copied from the old image", 1, data, image);
            case Operation.Bsdiff _ ->
                    new Kind("BSDIFF", "patched from the old image", 1, data, image);
        };
    }
}
