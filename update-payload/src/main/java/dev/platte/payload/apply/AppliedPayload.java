package dev.platte.payload.apply;

import dev.platte.payload.format.Manifest.ImageInfo;
import java.util.Optional;

/**
 * Proof that a verified payload was written. That the disk kept what was written is for the reader
 * of {@link #partition} and {@link #kernel} to see: {@link ReadBack} compares. Only the applier
 * makes one.
 */
public final class AppliedPayload {
    private final VerifiedPayload payload;
    private final ImageInfo partition;
    private final Optional<ImageInfo> kernel;

    AppliedPayload(VerifiedPayload payload, ImageInfo partition, Optional<ImageInfo> kernel) {
        this.payload = payload;
        this.partition = partition;
        this.kernel = kernel;
    }

    /** What was applied, and whose signature it has. */
    public VerifiedPayload payload() {
        return payload;
    }

    /** Size and hash that the partition must have now. */
    public ImageInfo partition() {
        return partition;
    }

    /** Size and hash that the kernel must have now, if one was written. */
    public Optional<ImageInfo> kernel() {
        return kernel;
    }
}
