package dev.platte.client.slot;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the kernel finds a slot.
 *
 * @param disk the whole disk or disk image
 * @param node the partition's own device; empty for an image
 * @param offset bytes from the start of the disk
 * @param size bytes
 */
public record SlotPlace(Path disk, Optional<Path> node, long offset, long size) {
    public SlotPlace {
        requireNonNull(disk, "disk");
        requireNonNull(node, "node");
    }
}
