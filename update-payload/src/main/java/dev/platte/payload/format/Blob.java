package dev.platte.payload.format;

import dev.platte.omaha.value.Sha256;
import java.util.Optional;

/**
 * The data of an operation, in bytes.
 *
 * @param offset counted from the end of the manifest
 * @param length at most 2^32-1, as the format's uint32 has it
 * @param sha256 the hash of exactly these bytes; update_engine refuses data without one
 */
public record Blob(long offset, long length, Optional<Sha256> sha256) {
    private static final long MOST = 0xffff_ffffL;

    public Blob {
        if (offset < 0 || offset > MOST || length < 0 || length > MOST) {
            throw new IllegalArgumentException(
                    "blob %d+%d is not within uint32".formatted(offset, length));
        }
    }

    /** The byte after the last one, counted from the end of the manifest. */
    public long end() {
        return offset + length;
    }
}
