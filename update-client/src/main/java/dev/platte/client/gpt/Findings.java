package dev.platte.client.gpt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Both copies of a disk's table and what follows from them.
 *
 * @param primary the copy behind the first sector
 * @param backup the copy in the last sector, or where the primary says while the disk has grown
 * @param protectedFrom why the first sector does not announce a GPT; empty when it does
 */
record Findings(Copy primary, Copy backup, Optional<String> protectedFrom, long sectors) {
    private static final int BOOT_SIGNATURE_AT = 510;
    private static final int FIRST_RECORD_AT = 446;
    private static final int RECORD_BYTES = 16;
    private static final int TYPE_AT = 4;
    private static final int PROTECTIVE = 0xEE;

    static Findings read(BlockDevice device) throws IOException {
        long sectors = device.size() / device.sectorSize();
        Copy primary = Copy.read(device, Place.PRIMARY_HEADER);
        Copy backup = Copy.read(device, sectors - 1);
        if (backup instanceof Copy.Faulty
                && primary instanceof Copy.Valid(GptHeader header, GptTable _)
                && header.otherSector() != sectors - 1) {
            backup = Copy.read(device, header.otherSector());
        }
        return new Findings(primary, backup, boot(device), sectors);
    }

    /**
     * GRUB and the kernel believe a GPT only behind a protective (or hybrid) MBR. Behind another
     * MBR it is a leftover, and writing what it says would hit partitions that it does not know.
     */
    private static Optional<String> boot(BlockDevice device) throws IOException {
        if (device.size() < 512) {
            return Optional.of("the disk has only " + device.size() + " bytes");
        }
        ByteBuffer mbr = ByteBuffer.allocate(512).order(ByteOrder.LITTLE_ENDIAN);
        device.read(0, mbr);
        if (mbr.getShort(BOOT_SIGNATURE_AT) != (short) 0xAA55) {
            return Optional.of("the first sector has no boot signature");
        }
        for (int i = 0; i < 4; i++) {
            if (Byte.toUnsignedInt(mbr.get(FIRST_RECORD_AT + i * RECORD_BYTES + TYPE_AT))
                    == PROTECTIVE) {
                return Optional.empty();
            }
        }
        return Optional.of("the first sector has no protective entry (type EE)");
    }

    GptReading reading() {
        if (protectedFrom.isPresent()) {
            return new GptReading.Absent("no GPT: " + protectedFrom.get());
        }
        return switch (primary) {
            case Copy.Valid(GptHeader header, GptTable table) -> {
                Optional<String> fault = backupFault(header, table);
                yield fault.isPresent()
                        ? new GptReading.Repairable(table, fault.get())
                        : new GptReading.Sound(table);
            }
            case Copy.Faulty(String why, Optional<GptHeader> _, boolean signed) ->
                    switch (backup) {
                        case Copy.Valid(GptHeader _, GptTable table) ->
                                new GptReading.Repairable(table, "primary: " + why);
                        case Copy.Faulty(
                                        String backupWhy,
                                        Optional<GptHeader> _,
                                        boolean backupSigned) ->
                                signed || backupSigned
                                        ? new GptReading.Damaged(
                                                "both copies of the GPT are damaged: primary: %s; backup: %s"
                                                        .formatted(why, backupWhy))
                                        : new GptReading.Absent(
                                                "no GPT: neither copy has the signature 'EFI PART'");
                    };
        };
    }

    private Optional<String> backupFault(GptHeader header, GptTable table) {
        return switch (backup) {
            case Copy.Faulty(String why, Optional<GptHeader> _, boolean _) ->
                    Optional.of("backup: " + why);
            case Copy.Valid(GptHeader other, GptTable _) when other.ownSector() != sectors - 1 ->
                    Optional.of(
                            "backup: at sector %d, the disk has grown to %d sectors"
                                    .formatted(other.ownSector(), sectors));
            case Copy.Valid(GptHeader other, GptTable _)
                    when header.otherSector() != other.ownSector() ->
                    Optional.of(
                            "primary: names sector %d for the backup, which is at %d"
                                    .formatted(header.otherSector(), other.ownSector()));
            case Copy.Valid(GptHeader other, GptTable same) ->
                    header.agreesWith(other) && table.sameEntries(same)
                            ? Optional.empty()
                            : Optional.of("backup: valid, but not the same as the primary");
        };
    }
}
