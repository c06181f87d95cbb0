package dev.platte.db.upload;

import org.jspecify.annotations.Nullable;

/**
 * A file for a draft, as its sender announces it.
 *
 * @param packageId the draft
 * @param sourcePackageId the package that a delta starts from; absent for a full payload
 * @param fileName the last part of its address; absent: the version and {@code .crau}
 * @param size in bytes; absent: not announced
 * @param sha256 64 hex digits; absent: not announced
 */
public record NewFile(
        long packageId,
        @Nullable Long sourcePackageId,
        @Nullable String fileName,
        @Nullable Long size,
        @Nullable String sha256) {}
