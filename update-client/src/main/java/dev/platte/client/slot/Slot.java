package dev.platte.client.slot;

import dev.platte.client.gpt.BootFlags;

/**
 * One slot as the partition table shows it.
 *
 * @param partition the number in the table, usually 3 or 4
 * @param offset bytes from the start of the disk
 * @param size bytes
 * @param running whether this host runs from it
 */
public record Slot(
        SlotName name, int partition, long offset, long size, BootFlags flags, boolean running) {}
