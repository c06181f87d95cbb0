package dev.platte.payload.apply;

import java.util.Optional;

/**
 * Where the steps that make one image work.
 *
 * @param target empty when the result is not wanted: data is then checked and dropped
 * @param source the old image, bounded to what the payload says of it; empty for full payloads
 * @param imageSize bytes of the new image
 * @param blockSize bytes
 */
record Site(Optional<Target> target, Optional<Source> source, long imageSize, int blockSize) {
    /** For looking at data only. */
    static final Site NOWHERE = new Site(Optional.empty(), Optional.empty(), 0, 1);

    /** The block after the image's last one. */
    long endBlock() {
        return Math.ceilDiv(imageSize, blockSize);
    }

    /** The block after the old image's last one. */
    long sourceEndBlock() {
        return source.map(old -> Math.ceilDiv(old.size(), blockSize)).orElse(0L);
    }
}
