package dev.platte.db.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verified file for a package: the caller has stored it and checked who signed it.
 *
 * @param sourcePackageId the package a delta starts from; absent for a full payload
 * @param sha256 64 hex digits
 * @param sha1 40 hex digits
 * @param size in bytes
 * @param signedBy fingerprints of trusted keys whose signatures were checked; at least one
 */
public record NewPayload(
        @Nullable Long sourcePackageId,
        String sha256,
        String sha1,
        long size,
        String fileName,
        List<String> signedBy) {

    public NewPayload {
        signedBy = List.copyOf(signedBy);
        if (signedBy.isEmpty()) {
            throw new IllegalArgumentException("a payload that nobody signed: " + sha256);
        }
        if (!sha256.matches("[0-9a-f]{64}") || !sha1.matches("[0-9a-f]{40}") || size <= 0) {
            throw new IllegalArgumentException(
                    "not a file: sha256 " + sha256 + ", sha1 " + sha1 + ", size " + size);
        }
    }
}
