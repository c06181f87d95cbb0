package dev.platte.harness.boot;

import java.util.UUID;

/** What the bootloader decides. */
public sealed interface Choice {
    /**
     * It boots this partition.
     *
     * @param partition the number in the table
     * @param id the unique GUID, passed to the kernel as {@code mount.usr=PARTUUID=}
     * @param offset bytes from the start of the disk
     * @param size bytes
     * @param triesLeft after this boot
     */
    record Boots(int partition, UUID id, long offset, long size, int triesLeft) implements Choice {}

    /** It stops at its prompt. */
    record Stops(String reason) implements Choice {}
}
