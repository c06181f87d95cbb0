package dev.platte.db.blob;

import org.jspecify.annotations.Nullable;

/**
 * What the sender announced; each part may be absent.
 *
 * @param size in bytes
 * @param sha256 64 hex digits
 */
public record Expected(@Nullable Long size, @Nullable String sha256) {

    /** Nothing was announced. */
    public static final Expected NOTHING = new Expected(null, null);
}
