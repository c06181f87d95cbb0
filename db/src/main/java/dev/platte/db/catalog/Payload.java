package dev.platte.db.catalog;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One file of a package.
 *
 * @param sourcePackageId the package a delta starts from; absent for a full payload
 * @param sha256 64 hex digits; also the file's address among the blobs
 * @param sha1 40 hex digits
 * @param size in bytes
 * @param fileName the last part of its address
 * @param signedBy fingerprints of the application's keys that signed it
 */
public record Payload(
        long id,
        PayloadKind kind,
        @Nullable Long sourcePackageId,
        String sha256,
        String sha1,
        long size,
        String fileName,
        List<String> signedBy,
        Instant added) {

    public Payload {
        signedBy = List.copyOf(signedBy);
    }
}
