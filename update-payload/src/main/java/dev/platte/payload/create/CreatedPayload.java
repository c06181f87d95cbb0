package dev.platte.payload.create;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.PayloadMetadata;

/**
 * A payload file that was written.
 *
 * @param metadata its header and manifest
 * @param size bytes in the file; less than the manifest says while the signatures are missing
 * @param sha256 over the file as it is
 * @param toSign SHA-256 over everything before the signatures: what is signed
 */
public record CreatedPayload(PayloadMetadata metadata, long size, Sha256 sha256, Sha256 toSign) {}
