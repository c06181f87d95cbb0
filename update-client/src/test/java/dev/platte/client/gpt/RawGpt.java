package dev.platte.client.gpt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import java.util.zip.CRC32;

/** A disk with a GPT, put together field by field, to be damaged field by field. */
public final class RawGpt {
    public static final UUID USR = UUID.fromString("5dfbf5f4-2848-4bac-aa5e-0d9a20b745a6");

    private final int sectorSize;
    private final int sectors;
    private final int entryCount;
    private final int entrySize;
    private final ByteBuffer disk;

    public RawGpt(int sectorSize, int sectors, int entryCount, int entrySize) {
        this.sectorSize = sectorSize;
        this.sectors = sectors;
        this.entryCount = entryCount;
        this.entrySize = entrySize;
        disk = ByteBuffer.allocate(sectorSize * sectors).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < 440; i++) {
            disk.put(i, (byte) (i * 7));
        }
        disk.put(446 + 4, (byte) 0xEE).putShort(510, (short) 0xAA55);
        header(1, sectors - 1, 2);
        header(sectors - 1, 1, sectors - 1 - entriesSectors());
        sealAll();
    }

    /** 512 byte sectors, 128 entries of 128 bytes, no partitions. */
    public static RawGpt usual() {
        return new RawGpt(512, 2048, 128, 128);
    }

    private void header(int at, int other, int entriesAt) {
        int h = at * sectorSize;
        disk.put(h, "EFI PART".getBytes(StandardCharsets.US_ASCII));
        disk.putInt(h + 8, 0x10000).putInt(h + 12, 92);
        disk.putLong(h + 24, at).putLong(h + 32, other);
        disk.putLong(h + 40, 2 + entriesSectors()).putLong(h + 48, sectors - 2 - entriesSectors());
        disk.putLong(h + 56, 0x1122334455667788L).putLong(h + 64, 0x99);
        disk.putLong(h + 72, entriesAt).putInt(h + 80, entryCount).putInt(h + 84, entrySize);
    }

    public int entriesSectors() {
        return Math.ceilDiv(entryCount * entrySize, sectorSize);
    }

    public int sectors() {
        return sectors;
    }

    /** Adds a partition to both copies. */
    public RawGpt with(
            int number, UUID type, UUID id, long first, long last, long attributes, String name) {
        for (int at : new int[] {1, sectors - 1}) {
            int e = entry(at, number);
            guid(e, type);
            guid(e + 16, id);
            disk.putLong(e + 32, first).putLong(e + 40, last).putLong(e + 48, attributes);
            disk.put(e + 56, name.getBytes(StandardCharsets.UTF_16LE));
        }
        return sealAll();
    }

    /** Where a copy's entry starts; {@code header} is the copy's header sector. */
    public int entry(int header, int number) {
        return (int) disk.getLong(header * sectorSize + 72) * sectorSize + (number - 1) * entrySize;
    }

    public ByteBuffer raw() {
        return disk;
    }

    public RawGpt sealAll() {
        return seal(1).seal(sectors - 1);
    }

    /** Renews the checksums of one copy. */
    public RawGpt seal(int header) {
        int h = header * sectorSize;
        int entries = (int) disk.getLong(h + 72) * sectorSize;
        if (entries >= 0 && entries + entryCount * entrySize <= disk.capacity()) {
            disk.putInt(h + 88, crc(entries, entryCount * entrySize));
        }
        disk.putInt(h + 16, 0);
        disk.putInt(h + 16, crc(h, Math.clamp(disk.getInt(h + 12), 0, sectorSize)));
        return this;
    }

    public MemoryDevice device() {
        return new MemoryDevice(disk.array().clone(), sectorSize);
    }

    /** The same disk with zeros behind it. */
    public MemoryDevice grownTo(int newSectors) {
        return new MemoryDevice(Arrays.copyOf(disk.array(), newSectors * sectorSize), sectorSize);
    }

    private void guid(int at, UUID guid) {
        long high = guid.getMostSignificantBits();
        disk.putInt(at, (int) (high >>> 32))
                .putShort(at + 4, (short) (high >>> 16))
                .putShort(at + 6, (short) high);
        disk.putLong(at + 8, Long.reverseBytes(guid.getLeastSignificantBits()));
    }

    private int crc(int at, int length) {
        CRC32 crc = new CRC32();
        crc.update(disk.array(), at, length);
        return (int) crc.getValue();
    }
}
