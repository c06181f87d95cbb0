package dev.platte.payload.apply;

import dev.platte.omaha.value.Sha256;
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
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** A payload of operations that no honest tool writes, truly signed with key-1. */
final class ForgedPayload {
    private final List<Operation> operations = new ArrayList<>();
    private Optional<ImageInfo> old = Optional.empty();
    private final ByteArrayOutputStream data = new ByteArrayOutputStream();

    static byte[] bzip2(byte[] raw) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (BZip2CompressorOutputStream compressor = new BZip2CompressorOutputStream(out, 1)) {
            compressor.write(raw);
        }
        return out.toByteArray();
    }

    ForgedPayload replace(byte[] bytes, long start, long blocks) {
        operations.add(
                new Operation.Replace(blob(bytes, true), List.of(new Extent(start, blocks))));
        return this;
    }

    ForgedPayload replaceBz(byte[] bytes, long start, long blocks) {
        operations.add(
                new Operation.ReplaceBz(blob(bytes, true), List.of(new Extent(start, blocks))));
        return this;
    }

    ForgedPayload hole(byte[] bytes, long blocks) {
        return replace(bytes, Extent.HOLE, blocks);
    }

    ForgedPayload withoutHash(byte[] bytes, long start, long blocks) {
        operations.add(
                new Operation.Replace(blob(bytes, false), List.of(new Extent(start, blocks))));
        return this;
    }

    ForgedPayload move(List<Extent> source, List<Extent> target) {
        operations.add(new Operation.Move(source, 0, target, 0, Optional.empty()));
        return this;
    }

    ForgedPayload bsdiff(
            byte[] patch, List<Extent> source, long from, List<Extent> target, long to) {
        operations.add(
                new Operation.Bsdiff(
                        blob(patch, true), source, from, target, to, Optional.empty()));
        return this;
    }

    /** From now on a delta from that image. */
    ForgedPayload from(byte[] image) {
        old = Optional.of(new ImageInfo(image.length, Sha256.of(image)));
        return this;
    }

    private Blob blob(byte[] bytes, boolean hashed) {
        Blob blob =
                new Blob(
                        data.size(),
                        bytes.length,
                        hashed ? Optional.of(Sha256.of(bytes)) : Optional.empty());
        data.writeBytes(bytes);
        return blob;
    }

    byte[] signed(long imageSize) {
        Manifest manifest =
                new Manifest(
                        operations,
                        List.of(),
                        Manifest.BLOCK_SIZE,
                        Optional.of(
                                new SignatureRoom(data.size(), SignatureList.sizeOf(List.of(256)))),
                        old,
                        Optional.of(new ImageInfo(imageSize, Sha256.of(new byte[0]))),
                        List.of());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PayloadMetadata.of(manifest).bytes());
        out.writeBytes(data.toByteArray());
        byte[] toSign = Sha256.of(out.toByteArray()).bytes();
        byte[] signature = Vectors.privateKey("key-1").sign(toSign);
        out.writeBytes(SignatureList.of(List.of(signature)).encoded());
        return out.toByteArray();
    }
}
