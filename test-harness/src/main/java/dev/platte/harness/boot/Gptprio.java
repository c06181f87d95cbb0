package dev.platte.harness.boot;

import dev.platte.client.gpt.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * Chooses a slot as GRUB's {@code gptprio.next} does (grub-core/commands/gptprio.c). A second
 * opinion: it shares no code with the client, only the way to the bytes.
 */
public final class Gptprio {
    private static final UUID USR = UUID.fromString("5dfbf5f4-2848-4bac-aa5e-0d9a20b745a6");
    private static final byte[] SIGNATURE = "EFI PART".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_ENTRIES_BYTES = 1 << 20;

    private final BlockDevice disk;
    private final int sector;

    private Gptprio(BlockDevice disk) {
        this.disk = disk;
        this.sector = disk.sectorSize();
    }

    /**
     * Takes the eligible slot (tries left, or successful) with the highest priority above 0, the
     * first of equals, and counts its tries down before it "loads" it. Writes nothing when there is
     * no try to count.
     */
    public static Choice next(BlockDevice disk) throws IOException {
        return new Gptprio(disk).next();
    }

    private Choice next() throws IOException {
        long last = disk.size() / sector - 1;
        Optional<Table> primary = read(1);
        Optional<Table> backup = read(last);
        if (primary.isPresent() && backup.isEmpty()) {
            backup = read(primary.get().header.getLong(32));
        }
        if (primary.isEmpty() && backup.isEmpty()) {
            return new Choice.Stops("no valid GPT");
        }
        Table table = primary.orElseGet(backup::orElseThrow);
        int best = best(table);
        if (best < 0) {
            return new Choice.Stops("no such partition");
        }
        ByteBuffer entry = table.entry(best);
        int tries = tries(entry);
        if (tries > 0) {
            entry.putLong(48, entry.getLong(48) & ~(0xFL << 52) | (long) (tries - 1) << 52);
            write(table, last);
        }
        long first = entry.getLong(32);
        return new Choice.Boots(
                best + 1,
                guid(entry, 16),
                first * sector,
                (entry.getLong(40) - first + 1) * sector,
                Math.max(0, tries - 1));
    }

    private static int best(Table table) {
        int best = -1;
        int highest = 0;
        for (int i = 0; i < table.count(); i++) {
            ByteBuffer entry = table.entry(i);
            int priority = (int) (entry.getLong(48) >>> 48) & 0xF;
            boolean successful = (entry.getLong(48) >>> 56 & 1) == 1;
            if (guid(entry, 0).equals(USR)
                    && (tries(entry) > 0 || successful)
                    && priority > highest) {
                best = i;
                highest = priority;
            }
        }
        return best;
    }

    private static int tries(ByteBuffer entry) {
        return (int) (entry.getLong(48) >>> 52) & 0xF;
    }

    private Optional<Table> read(long at) throws IOException {
        if (at < 1 || at >= disk.size() / sector) {
            return Optional.empty();
        }
        ByteBuffer header = bytes(at, sector);
        int size = header.getInt(12);
        if (!Arrays.equals(header.array(), 0, 8, SIGNATURE, 0, 8) || size < 92 || size > sector) {
            return Optional.empty();
        }
        int stored = header.getInt(16);
        int actual = crc(header.putInt(16, 0).array(), size);
        long length = (long) header.getInt(80) * header.getInt(84);
        if (stored != actual
                || header.getLong(24) != at
                || header.getInt(84) < 128
                || length < 128
                || length > MAX_ENTRIES_BYTES
                || (header.getLong(72) + 1) * sector + length > disk.size()) {
            return Optional.empty();
        }
        ByteBuffer entries = bytes(header.getLong(72), (int) length);
        return crc(entries.array(), (int) length) == header.getInt(88)
                ? Optional.of(new Table(header, entries))
                : Optional.empty();
    }

    /** Backup first, then the primary; each in the place that the standard gives it. */
    private void write(Table table, long last) throws IOException {
        long length = Math.ceilDiv(table.entries.capacity(), sector);
        boolean fromPrimary = table.header.getLong(24) == 1;
        long primaryEntries = fromPrimary ? table.header.getLong(72) : 2;
        writeCopy(table, last, 1, last - length);
        writeCopy(table, 1, last, primaryEntries);
    }

    private void writeCopy(Table table, long at, long other, long entriesAt) throws IOException {
        ByteBuffer header =
                ByteBuffer.allocate(sector)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(0, table.header.array());
        header.putLong(24, at).putLong(32, other).putLong(72, entriesAt);
        header.putInt(88, crc(table.entries.array(), table.entries.capacity()));
        header.putInt(16, 0).putInt(16, crc(header.array(), header.getInt(12)));
        disk.write(entriesAt * sector, table.entries.duplicate().clear());
        disk.write(at * sector, header);
        disk.sync();
    }

    private ByteBuffer bytes(long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        disk.read(at * sector, bytes);
        return bytes.clear();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    private static UUID guid(ByteBuffer from, int at) {
        long high =
                Integer.toUnsignedLong(from.getInt(at)) << 32
                        | Short.toUnsignedLong(from.getShort(at + 4)) << 16
                        | Short.toUnsignedLong(from.getShort(at + 6));
        return new UUID(high, Long.reverseBytes(from.getLong(at + 8)));
    }

    /** A copy whose checksums are right. */
    private record Table(ByteBuffer header, ByteBuffer entries) {
        int count() {
            return header.getInt(80);
        }

        ByteBuffer entry(int index) {
            int size = header.getInt(84);
            return entries.slice(index * size, size).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
