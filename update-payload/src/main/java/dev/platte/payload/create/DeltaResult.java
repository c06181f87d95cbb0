package dev.platte.payload.create;

import dev.platte.payload.delta.Delta;
import java.util.Optional;

/**
 * What was made when a delta was wanted.
 *
 * @param payload the file
 * @param changes what changed in the image; empty where the full payload was made
 * @param whyFull in words; empty where a delta was made
 */
public record DeltaResult(
        CreatedPayload payload, Optional<Delta.Changes> changes, String whyFull) {}
