package dev.platte.payload.format;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Manifest.Procedure;
import dev.platte.payload.format.Manifest.Purpose;
import dev.platte.payload.format.Manifest.SignatureRoom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * DeltaArchiveManifest from bytes (update_metadata.proto). Singular fields may come once: protobuf
 * would let the last one win, and two readers that disagree about it is how a check is bypassed.
 */
final class ManifestReader {
    private static final int MOST_PROCEDURES = 16;

    private final OperationReader operations = new OperationReader();

    private final List<Operation> partition = new ArrayList<>();
    private final List<Operation> noops = new ArrayList<>();
    private final List<Procedure> procedures = new ArrayList<>();
    private @Nullable Long blockSize;
    private @Nullable Long signaturesOffset;
    private @Nullable Long signaturesSize;
    private @Nullable ImageInfo oldPartition;
    private @Nullable ImageInfo newPartition;

    private ManifestReader() {}

    /** The manifest behind the header, checked by {@link ManifestRules}. */
    static Manifest read(byte[] metadata) throws PayloadException {
        WireReader in =
                new WireReader(
                        metadata,
                        HeaderReader.LENGTH,
                        metadata.length,
                        new Part.ManifestBytes(),
                        0);
        Manifest manifest = new ManifestReader().manifest(in);
        ManifestRules.check(manifest);
        return manifest;
    }

    private Manifest manifest(WireReader in) throws PayloadException {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> partition.add(operations.read(in.message()));
                case 2 -> noops.add(operations.read(in.message()));
                case 3 -> blockSize = once(blockSize, in.uint32(), in);
                case 4 -> signaturesOffset = once(signaturesOffset, in.size(), in);
                case 5 -> signaturesSize = once(signaturesSize, in.size(), in);
                case 8 -> oldPartition = once(oldPartition, imageInfo(in.message()), in);
                case 9 -> newPartition = once(newPartition, imageInfo(in.message()), in);
                case 10 -> procedures.add(procedure(in.message()));
                default -> in.skip();
            }
        }
        if (procedures.size() > MOST_PROCEDURES) {
            throw in.refuse(procedures.size() + " procedures; accepted are " + MOST_PROCEDURES);
        }
        return new Manifest(
                partition,
                noops,
                blockSize(in),
                signatures(in),
                Optional.ofNullable(oldPartition),
                Optional.ofNullable(newPartition),
                procedures);
    }

    private int blockSize(WireReader in) throws PayloadException {
        long size = blockSize == null ? Manifest.BLOCK_SIZE : blockSize;
        if (size < 512 || size > 65536 || Long.bitCount(size) != 1) {
            throw in.refuse(
                    "block size " + size + "; accepted are powers of two from 512 to 65536");
        }
        return Math.toIntExact(size);
    }

    private Optional<SignatureRoom> signatures(WireReader in) throws PayloadException {
        if (signaturesOffset == null && signaturesSize == null) {
            return Optional.empty();
        }
        if (signaturesOffset == null || signaturesSize == null) {
            throw in.refuse(
                    "signatures_offset and signatures_size belong together; one is missing");
        }
        return Optional.of(new SignatureRoom(signaturesOffset, signaturesSize));
    }

    private Procedure procedure(WireReader in) throws PayloadException {
        Long type = null;
        List<Operation> found = new ArrayList<>();
        ImageInfo oldInfo = null;
        ImageInfo newInfo = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> type = once(type, in.uint64(), in);
                case 2 -> found.add(operations.read(in.message()));
                case 3 -> oldInfo = once(oldInfo, imageInfo(in.message()), in);
                case 4 -> newInfo = once(newInfo, imageInfo(in.message()), in);
                default -> in.skip();
            }
        }
        return new Procedure(
                purpose(type), found, Optional.ofNullable(oldInfo), Optional.ofNullable(newInfo));
    }

    private static Purpose purpose(@Nullable Long type) {
        if (type == null) {
            return Purpose.UNKNOWN;
        }
        return type == 0 ? Purpose.KERNEL : type == 1 ? Purpose.PCR_POLICY : Purpose.UNKNOWN;
    }

    private static ImageInfo imageInfo(WireReader in) throws PayloadException {
        Long size = null;
        byte[] hash = null;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> size = once(size, in.size(), in);
                case 2 -> hash = once(hash, in.bytes(), in);
                default -> in.skip();
            }
        }
        if (size == null || hash == null || hash.length != Sha256.LENGTH) {
            throw in.refuse("an image's size and its SHA-256 of 32 bytes are needed");
        }
        return new ImageInfo(size, Sha256.ofDigest(hash));
    }

    static <T> T once(@Nullable T before, T value, WireReader in) throws PayloadException {
        if (before != null) {
            throw in.refuse("field " + in.field() + " is given twice");
        }
        return value;
    }
}
