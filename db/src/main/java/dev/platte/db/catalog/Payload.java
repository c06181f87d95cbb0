package dev.platte.db.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of a package.
 *
 * @param source what a delta starts from; absent for a full payload
 * @param sha256 64 hex digits; also the file's address among the blobs
 * @param sha1 40 hex digits
 * @param size in bytes
 * @param fileName the last part of its address
 * @param signedBy fingerprints of the application's keys that signed it
 */
public record Payload(
        long id,
        PayloadKind kind,
        @Nullable Source source,
        String sha256,
        String sha1,
        long size,
        String fileName,
        List<String> signedBy,
        Instant added) {

    /** The package that a delta starts from; the image of its full payload, to the letter. */
    public record Source(long packageId, String version) {}

    public Payload {
        signedBy = List.copyOf(signedBy);
    }
}
