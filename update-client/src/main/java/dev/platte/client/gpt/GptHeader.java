package dev.platte.client.gpt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * One header sector (UEFI 2.10, 5.3.2), with all of its bytes, so that what we do not understand is
 * written back.
 */
final class GptHeader {
    private static final byte[] SIGNATURE = "EFI PART".getBytes(StandardCharsets.US_ASCII);
    private static final int REVISION = 0x00010000;
    private static final int SMALLEST = 92;

    /** More than any tool makes; it keeps a lying header from making us read without end. */
    private static final int MAX_ENTRIES_BYTES = 1 << 20;

    private static final int MIN_ENTRY_SIZE = 128;
    private static final int MAX_ENTRY_SIZE = 4096;

    private final ByteBuffer raw;

    private GptHeader(byte[] sector) {
        this.raw = ByteBuffer.wrap(sector).order(ByteOrder.LITTLE_ENDIAN);
    }

    static GptHeader of(byte[] sector) {
        return new GptHeader(sector.clone());
    }

    boolean signed() {
        return Arrays.equals(raw.array(), 0, SIGNATURE.length, SIGNATURE, 0, SIGNATURE.length);
    }

    long ownSector() {
        return raw.getLong(24);
    }

    long otherSector() {
        return raw.getLong(32);
    }

    long firstUsable() {
        return raw.getLong(40);
    }

    long lastUsable() {
        return raw.getLong(48);
    }

    UUID diskId() {
        return Guid.read(raw, 56);
    }

    long entriesSector() {
        return raw.getLong(72);
    }

    int entryCount() {
        return raw.getInt(80);
    }

    int entrySize() {
        return raw.getInt(84);
    }

    private int entriesCrc() {
        return raw.getInt(88);
    }

    int entriesBytes() {
        return Math.multiplyExact(entryCount(), entrySize());
    }

    /** Sectors that the array of entries takes, the last one perhaps in part. */
    long entriesSectors() {
        return Math.ceilDiv((long) entriesBytes(), raw.capacity());
    }

    byte[] bytes() {
        return raw.array().clone();
    }

    /** The same header at another place, with its checksums renewed. */
    GptHeader placed(Place place, long other, long lastUsable, byte[] entries) {
        GptHeader copy = of(raw.array());
        copy.raw.putLong(24, place.header());
        copy.raw.putLong(32, other);
        copy.raw.putLong(48, lastUsable);
        copy.raw.putLong(72, place.entries());
        copy.raw.putInt(88, crc(entries, entries.length));
        copy.raw.putInt(16, 0);
        copy.raw.putInt(16, crc(copy.raw.array(), copy.raw.getInt(12)));
        return copy;
    }

    /**
     * What is wrong with a header read from sector {@code at}; the order of the checks is
     * cgptlib's.
     */
    Optional<String> fault(long at, long sectors) {
        return integrityFault().or(() -> fieldFault(at, sectors));
    }

    private Optional<String> integrityFault() {
        if (!signed()) {
            return Optional.of("no signature 'EFI PART'");
        }
        if (raw.getInt(8) != REVISION) {
            return Optional.of("revision %08x is not %08x".formatted(raw.getInt(8), REVISION));
        }
        int size = raw.getInt(12);
        if (size < SMALLEST || size > raw.capacity()) {
            return Optional.of(
                    "header size %s is not within %d to %d"
                            .formatted(Integer.toUnsignedString(size), SMALLEST, raw.capacity()));
        }
        byte[] zeroed = bytes();
        Arrays.fill(zeroed, 16, 20, (byte) 0);
        int actual = crc(zeroed, size);
        return actual == raw.getInt(16)
                ? Optional.empty()
                : Optional.of(
                        "header checksum %08x, computed %08x".formatted(raw.getInt(16), actual));
    }

    private Optional<String> fieldFault(long at, long sectors) {
        if (ownSector() != at) {
            return Optional.of("header claims sector " + ownSector() + ", found at " + at);
        }
        boolean primary = at == Place.PRIMARY_HEADER;
        if (primary
                ? otherSector() <= at || otherSector() >= sectors
                : otherSector() != Place.PRIMARY_HEADER) {
            return Optional.of("other copy claimed at sector " + otherSector() + " of " + sectors);
        }
        int size = entrySize();
        if (size < MIN_ENTRY_SIZE || size > MAX_ENTRY_SIZE || Integer.bitCount(size) != 1) {
            return Optional.of(
                    "entry size %s is not 128, 256, ... %d"
                            .formatted(Integer.toUnsignedString(size), MAX_ENTRY_SIZE));
        }
        if (entryCount() < 1 || entryCount() > MAX_ENTRIES_BYTES / size) {
            return Optional.of(
                    "entry count %s is not within 1 to %d"
                            .formatted(
                                    Integer.toUnsignedString(entryCount()),
                                    MAX_ENTRIES_BYTES / size));
        }
        return rangeFault(primary, primary ? otherSector() : at);
    }

    /**
     * The entries of both copies must lie outside of what partitions may use: else writing a table
     * destroys data.
     */
    private Optional<String> rangeFault(boolean primary, long backup) {
        long length = entriesSectors();
        if (firstUsable() < Place.PRIMARY_ENTRIES
                || firstUsable() > lastUsable()
                || lastUsable() >= backup - length) {
            return Optional.of(
                    "usable sectors %d to %d do not fit before the backup at %d"
                            .formatted(firstUsable(), lastUsable(), backup));
        }
        long lowest = primary ? Place.PRIMARY_ENTRIES : lastUsable() + 1;
        long end = primary ? firstUsable() : backup;
        if (entriesSector() < lowest || entriesSector() > end - length) {
            return Optional.of(
                    "entries at sector %d are not within %d to %d"
                            .formatted(entriesSector(), lowest, end - length));
        }
        return Optional.empty();
    }

    Optional<String> entriesFault(byte[] entries) {
        int actual = crc(entries, entries.length);
        return actual == entriesCrc()
                ? Optional.empty()
                : Optional.of(
                        "entries checksum %08x, computed %08x".formatted(entriesCrc(), actual));
    }

    /** Whether both describe the same table, wherever they lie. */
    boolean agreesWith(GptHeader other) {
        return diskId().equals(other.diskId())
                && firstUsable() == other.firstUsable()
                && lastUsable() == other.lastUsable()
                && entryCount() == other.entryCount()
                && entrySize() == other.entrySize()
                && entriesCrc() == other.entriesCrc();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
