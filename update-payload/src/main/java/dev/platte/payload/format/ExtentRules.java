package dev.platte.payload.format;

import static dev.platte.payload.format.ManifestRules.refuse;

import dev.platte.payload.format.Manifest.ImageInfo;
import java.util.List;
import java.util.Optional;

/** What the extents of all operations of one image must keep to. */
final class ExtentRules {
    /** 16 TiB. */
    private static final long MOST_IMAGE = 1L << 44;

    /**
     * By how much the last extent may reach over the image's end, in bytes: the real tool gives
     * each operation a whole chunk (1 MiB), also the last, short one.
     */
    private static final long MOST_OVERHANG = 16L << 20;

    /**
     * How often an image may be read and written over, by all its operations together. A tool that
     * breaks cycles writes some blocks twice, and one that finds the same file many times reads it
     * as often; a thousand times is meant to keep a host busy.
     */
    private static final int MOST_READINGS = 16;

    private static final int MOST_WRITINGS = 4;
    private static final long SMALL_IMAGE = 64L << 20;

    private final int blockSize;
    private final long imageSize;
    private final long sourceSize;
    private long readings;
    private long writings;

    ExtentRules(int blockSize, Optional<ImageInfo> oldInfo, Optional<ImageInfo> newInfo)
            throws PayloadException {
        this.blockSize = blockSize;
        this.imageSize = newInfo.map(ImageInfo::size).orElse(MOST_IMAGE);
        long oldSize = oldInfo.map(ImageInfo::size).orElse(MOST_IMAGE);
        for (long size : List.of(imageSize, oldSize)) {
            if (size > MOST_IMAGE) {
                throw refuse(
                        Fault.MANIFEST,
                        "an image of %d bytes; accepted are %d".formatted(size, MOST_IMAGE));
            }
        }
        this.sourceSize = Math.max(imageSize, oldSize);
    }

    /** Checks one operation; all of the image's are checked, in their order. */
    void check(Operation operation, int index) throws PayloadException {
        try {
            long written = 0;
            for (Extent extent : operation.target()) {
                written = Math.addExact(written, targetLength(extent, index));
            }
            long read = 0;
            for (Extent extent : operation.source()) {
                read = Math.addExact(read, sourceLength(extent, index));
            }
            readings = Math.addExact(readings, read);
            writings = Math.addExact(writings, written);
            checkLengths(operation, index, read, written);
        } catch (ArithmeticException e) {
            throw refuse(Fault.MANIFEST, "the extents of operation %d overflow".formatted(index));
        }
        if (readings > MOST_READINGS * Math.max(sourceSize, SMALL_IMAGE)
                || writings > MOST_WRITINGS * Math.max(imageSize, SMALL_IMAGE)) {
            throw refuse(
                    Fault.MANIFEST,
                    "up to operation %d, %d bytes are read and %d written of an image of %d bytes"
                            .formatted(index, readings, writings, imageSize));
        }
    }

    /** Bytes of an operation's target; after {@link #check} there is no overflow. */
    long room(Operation operation) {
        return operation.target().stream().mapToLong(e -> e.numBlocks() * blockSize).sum();
    }

    /**
     * update_engine copies a MOVE into as many blocks as it reads (DeltaPerformer), and gives
     * bspatch exactly the two lengths, which it cuts from the extents' ends.
     */
    private void checkLengths(Operation operation, int index, long read, long written)
            throws PayloadException {
        String wrong =
                switch (operation) {
                    case Operation.Replace _, Operation.ReplaceBz _ -> "";
                    case Operation.Move _ -> read == written ? "" : "a MOVE";
                    case Operation.Bsdiff patch ->
                            patch.sourceLength() > read
                                            || patch.targetLength() > written
                                            || patch.targetLength() <= written - blockSize
                                    ? "a BSDIFF from %d to %d bytes"
                                            .formatted(patch.sourceLength(), patch.targetLength())
                                    : "";
                };
        if (!wrong.isEmpty()) {
            throw refuse(
                    Fault.MANIFEST,
                    "operation %d is %s, and reads extents of %d bytes and writes such of %d"
                            .formatted(index, wrong, read, written));
        }
    }

    private long targetLength(Extent extent, int index) throws PayloadException {
        long length = Math.multiplyExact(extent.numBlocks(), blockSize);
        if (extent.isHole()) {
            return hole(length, index);
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

    private long sourceLength(Extent extent, int index) throws PayloadException {
        long length = Math.multiplyExact(extent.numBlocks(), blockSize);
        if (extent.isHole()) {
            return hole(length, index);
        }
        long start = Math.multiplyExact(extent.startBlock(), blockSize);
        long end = Math.addExact(start, length);
        if (end > Math.ceilDiv(sourceSize, blockSize) * blockSize) {
            throw refuse(
                    Fault.MANIFEST,
                    "operation %d reads bytes %d to %d of an image of %d bytes"
                            .formatted(index, start, end, sourceSize));
        }
        return length;
    }

    private static long hole(long length, int index) throws PayloadException {
        if (length > MOST_IMAGE) {
            throw refuse(
                    Fault.MANIFEST, "operation %d has a hole of %d bytes".formatted(index, length));
        }
        return length;
    }
}
