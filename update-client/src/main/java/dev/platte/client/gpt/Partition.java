package dev.platte.client.gpt;

import java.util.UUID;

/**
 * A used entry of a partition table.
 *
 * @param number from 1, the place in the table
 * @param type the partition type GUID
 * @param id the unique GUID, known to Linux as PARTUUID
 * @param firstSector the first logical sector
 * @param lastSector the last logical sector, included
 * @param sectorSize bytes of a logical sector
 * @param attributes all 64 bits as stored
 * @param name up to 36 UTF-16 units
 */
public record Partition(
        int number,
        UUID type,
        UUID id,
        long firstSector,
        long lastSector,
        int sectorSize,
        long attributes,
        String name) {
    public Partition {
        if (number < 1 || firstSector < 0 || lastSector < firstSector) {
            throw new IllegalArgumentException(
                    "partition " + number + ": " + firstSector + " to " + lastSector);
        }
    }

    /** Bytes from the start of the disk. */
    public long offset() {
        return Math.multiplyExact(firstSector, sectorSize);
    }

    /** Bytes. */
    public long size() {
        return Math.multiplyExact(lastSector - firstSector + 1, sectorSize);
    }

    /** The flags that the bootloader reads. */
    public BootFlags flags() {
        return BootFlags.of(attributes);
    }
}
