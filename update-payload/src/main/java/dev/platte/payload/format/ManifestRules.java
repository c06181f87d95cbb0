package dev.platte.payload.format;

import dev.platte.payload.format.Manifest.ImageInfo;
import dev.platte.payload.format.Manifest.Procedure;
import dev.platte.payload.format.Manifest.Purpose;
import dev.platte.payload.format.Manifest.SignatureRoom;
import java.util.List;

/**
 * What a manifest must keep to before anything is done by it. update_engine finds out about lying
 * offsets while it writes, and about lying extents not at all.
 */
final class ManifestRules {
    /** 16 TiB. */
    private static final long MOST_IMAGE = 1L << 44;

    /**
     * Room for sixteen signatures of 8192 bit keys. A larger one would be held in memory
     * unverified.
     */
    static final int MOST_SIGNATURES = 32 * 1024;

    /**
     * By how much the last extent may reach over the image's end, in bytes: the real tool gives
     * each operation a whole chunk (1 MiB), also the last, short one.
     */
    private static final long MOST_OVERHANG = 16L << 20;

    private long consumed;
    private int index;

    private ManifestRules() {}

    static void check(Manifest manifest) throws PayloadException {
        ManifestRules rules = new ManifestRules();
        long partitionEnd = manifest.newPartition().map(ImageInfo::size).orElse(MOST_IMAGE);
        rules.checkTarget(manifest.partitionOperations(), partitionEnd, manifest.blockSize());
        for (Procedure procedure : manifest.procedures()) {
            if (procedure.purpose() != Purpose.UNKNOWN && procedure.newInfo().isEmpty()) {
                throw refuse(
                        Fault.MANIFEST,
                        "the %s procedure has no new_info".formatted(procedure.purpose()));
            }
            long end = procedure.newInfo().map(ImageInfo::size).orElse(MOST_IMAGE);
            rules.checkTarget(procedure.operations(), end, manifest.blockSize());
        }
        if (manifest.procedures().stream().filter(p -> p.purpose() == Purpose.KERNEL).count() > 1) {
            throw refuse(Fault.MANIFEST, "more than one kernel procedure");
        }
        if (manifest.signatures().isPresent()) {
            rules.checkSignatures(manifest.signatures().get());
        }
    }

    private void checkSignatures(SignatureRoom room) throws PayloadException {
        if (room.offset() != consumed) {
            throw refuse(
                    Fault.OPERATION,
                    "signatures_offset is %d, the operations' data ends at %d"
                            .formatted(room.offset(), consumed));
        }
        if (room.size() > MOST_SIGNATURES) {
            throw refuse(
                    Fault.MANIFEST,
                    "signatures of %d bytes; accepted are %d"
                            .formatted(room.size(), MOST_SIGNATURES));
        }
    }

    private void checkTarget(List<Operation> operations, long imageSize, int blockSize)
            throws PayloadException {
        if (imageSize > MOST_IMAGE) {
            throw refuse(
                    Fault.MANIFEST,
                    "an image of %d bytes; accepted are %d".formatted(imageSize, MOST_IMAGE));
        }
        for (Operation operation : operations) {
            try {
                long room = 0;
                for (Extent extent : operation.target()) {
                    room = Math.addExact(room, length(extent, imageSize, blockSize));
                }
                checkBlob(operation, room);
            } catch (ArithmeticException e) {
                throw refuse(
                        Fault.MANIFEST, "the extents of operation %d overflow".formatted(index));
            }
            index++;
        }
    }

    private long length(Extent extent, long imageSize, int blockSize) throws PayloadException {
        long length = Math.multiplyExact(extent.numBlocks(), blockSize);
        if (extent.isHole()) {
            if (length > MOST_IMAGE) {
                throw refuse(
                        Fault.MANIFEST,
                        "operation %d has a hole of %d bytes".formatted(index, length));
            }
            return length;
        }
        long start = Math.multiplyExact(extent.startBlock(), blockSize);
        long end = Math.addExact(start, length);
        if (start >= imageSize && length > 0 || end > Math.addExact(imageSize, MOST_OVERHANG)) {
            throw refuse(
                    Fault.MANIFEST,
                    "operation %d writes bytes %d to %d of an image of %d bytes"
                            .formatted(index, start, end, imageSize));
        }
        return length;
    }

    private void checkBlob(Operation operation, long room) throws PayloadException {
        if (operation.blob().isEmpty()) {
            return;
        }
        Blob blob = operation.blob().get();
        if (blob.length() > 0 && blob.offset() != consumed) {
            throw refuse(
                    Fault.OPERATION,
                    "data of operation %d is at %d, expected at %d"
                            .formatted(index, blob.offset(), consumed));
        }
        boolean fits =
                switch (operation) {
                    case Operation.Replace _ -> blob.length() <= room;
                    case Operation.ReplaceBz _ -> blob.length() <= mostCompressed(room);
                    case Operation.Bsdiff _ -> blob.length() <= 2 * mostCompressed(room);
                    case Operation.Move _ -> true;
                };
        if (!fits) {
            throw refuse(
                    Fault.OPERATION,
                    "operation %d has %d bytes of data for extents of %d bytes"
                            .formatted(index, blob.length(), room));
        }
        consumed = Math.addExact(consumed, blob.length());
    }

    /**
     * bzip2 grows what it cannot compress by at most 1% and 600 bytes (its manual, section 3.4.1);
     * we allow twice that.
     */
    private static long mostCompressed(long length) {
        return Math.addExact(length, length / 50 + 1200);
    }

    private static PayloadException refuse(Fault fault, String detail) {
        return new PayloadException(fault, new Part.ManifestBytes(), HeaderReader.LENGTH, detail);
    }
}
