package dev.platte.harness.disk;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.zip.CRC32;

/** Writes a new GPT into memory, with nothing of the client's code in it. */
final class GptWriter {
    private static final int ENTRY_COUNT = 128;
    private static final int ENTRY_SIZE = 128;
    private static final UUID DISK_ID = UUID.fromString("00000000-0000-0000-0000-00000000f1a7");

    private final DiskLayout layout;
    private final int sectorSize;
    private final long sectors;
    private final long entriesSectors;

    GptWriter(DiskLayout layout) {
        this.layout = layout;
        this.sectorSize = layout.sectorSize();
        this.sectors = layout.diskSize() / sectorSize;
        this.entriesSectors = (long) ENTRY_COUNT * ENTRY_SIZE / sectorSize;
    }

    /** Sector 0, the primary header and its entries. */
    ByteBuffer start() {
        ByteBuffer start = littleEndian(Math.toIntExact((2 + entriesSectors) * sectorSize));
        start.put(
                446 + 1, new byte[] {0, 2, 0, (byte) 0xEE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF});
        start.putInt(446 + 8, 1);
        start.putInt(446 + 12, (int) Math.min(sectors - 1, 0xFFFFFFFFL));
        start.putShort(510, (short) 0xAA55);
        start.put(sectorSize, header(1, sectors - 1, 2), 0, sectorSize);
        start.put(2 * sectorSize, entries());
        return start;
    }

    /** The backup's entries and its header, for the end of the disk. */
    ByteBuffer end() {
        ByteBuffer end = littleEndian(Math.toIntExact((entriesSectors + 1) * sectorSize));
        end.put(0, entries());
        end.put(
                Math.toIntExact(entriesSectors * sectorSize),
                header(sectors - 1, 1, sectors - 1 - entriesSectors));
        return end;
    }

    private byte[] header(long at, long other, long entriesAt) {
        ByteBuffer header = littleEndian(sectorSize);
        header.put(0, "EFI PART".getBytes(StandardCharsets.US_ASCII));
        header.putInt(8, 0x10000).putInt(12, 92);
        header.putLong(24, at).putLong(32, other);
        header.putLong(40, 2 + entriesSectors).putLong(48, sectors - 2 - entriesSectors);
        putGuid(header, 56, DISK_ID);
        header.putLong(72, entriesAt).putInt(80, ENTRY_COUNT).putInt(84, ENTRY_SIZE);
        header.putInt(88, crc(entries(), ENTRY_COUNT * ENTRY_SIZE));
        header.putInt(16, crc(header.array(), 92));
        return header.array();
    }

    private byte[] entries() {
        ByteBuffer entries = littleEndian(ENTRY_COUNT * ENTRY_SIZE);
        long offset = DiskLayout.ALIGNMENT;
        for (DiskLayout.Entry entry : layout.entries()) {
            int at = (entry.number() - 1) * ENTRY_SIZE;
            putGuid(entries, at, entry.type());
            putGuid(entries, at + 16, entry.id());
            entries.putLong(at + 32, offset / sectorSize);
            entries.putLong(at + 40, (offset + entry.size()) / sectorSize - 1);
            entries.putLong(at + 48, entry.attributes());
            entries.put(at + 56, entry.name().getBytes(StandardCharsets.UTF_16LE));
            offset += entry.size();
        }
        return entries.array();
    }

    private static void putGuid(ByteBuffer into, int at, UUID guid) {
        long high = guid.getMostSignificantBits();
        into.putInt(at, (int) (high >>> 32));
        into.putShort(at + 4, (short) (high >>> 16));
        into.putShort(at + 6, (short) high);
        into.putLong(at + 8, Long.reverseBytes(guid.getLeastSignificantBits()));
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
