package dev.platte.db.upload;

import org.jspecify.annotations.Nullable;

/**
 * What a payload says that it makes, and from what.
 *
 * @param image the partition's
 * @param kernel absent: it brings none
 * @param from absent for a full payload
 */
public record Contents(Image image, @Nullable Image kernel, @Nullable From from) {

    /**
     * An image as it must be.
     *
     * @param size in bytes
     * @param sha256 64 hex digits
     */
    public record Image(long size, String sha256) {}

    /**
     * What a delta starts from.
     *
     * @param kernel absent: it needs none
     */
    public record From(Image image, @Nullable Image kernel) {}

    /** Whether both lead to the same. */
    boolean leadsWhere(Contents other) {
        return image.equals(other.image)
                && (kernel == null ? other.kernel == null : kernel.equals(other.kernel));
    }
}
