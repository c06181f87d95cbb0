package dev.platte.payload.create;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A delta payload to be made, or the full one where the delta would not be smaller.
 *
 * @param full the new image and kernel, and where the payload goes
 * @param source the old image
 * @param sourceKernel the old kernel; without it a new one comes whole
 */
public record DeltaRequest(CreateRequest full, Path source, Optional<Path> sourceKernel) {}
