package dev.platte.client.gpt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A valid partition table, immutable. It keeps the bytes of every entry, so that names, foreign
 * attribute bits and the rest of long entries are written back as they were read.
 */
public final class GptTable {
    private static final UUID UNUSED = new UUID(0, 0);
    private static final int ATTRIBUTES_AT = 48;
    private static final int NAME_AT = 56;
    private static final int NAME_BYTES = 72;

    private final GptHeader header;
    private final byte[] entries;
    private final int sectorSize;
    private final List<Partition> partitions;

    private GptTable(GptHeader header, byte[] entries, int sectorSize, List<Partition> partitions) {
        this.header = header;
        this.entries = entries;
        this.sectorSize = sectorSize;
        this.partitions = List.copyOf(partitions);
    }

    /**
     * Reads entries whose checksum is right; the fault is returned when they contradict the header
     * or each other.
     */
    static Parsed parse(GptHeader header, byte[] entries, int sectorSize) {
        List<Partition> found = new ArrayList<>();
        for (int i = 0; i < header.entryCount(); i++) {
            ByteBuffer entry = entry(entries, header.entrySize(), i + 1);
            if (Guid.read(entry, 0).equals(UNUSED)) {
                continue;
            }
            long first = entry.getLong(32);
            long last = entry.getLong(40);
            if (first < header.firstUsable() || last > header.lastUsable() || first > last) {
                return new Parsed.Faulty(
                        "partition %d (sectors %d to %d) is not within the usable sectors %d to %d"
                                .formatted(
                                        i + 1,
                                        first,
                                        last,
                                        header.firstUsable(),
                                        header.lastUsable()));
            }
            found.add(partition(i + 1, entry, sectorSize));
        }
        Optional<String> conflict = conflict(found);
        return conflict.isPresent()
                ? new Parsed.Faulty(conflict.get())
                : new Parsed.Usable(new GptTable(header, entries.clone(), sectorSize, found));
    }

    private static Optional<String> conflict(List<Partition> partitions) {
        Set<UUID> ids = new HashSet<>();
        for (Partition p : partitions) {
            if (!ids.add(p.id())) {
                return Optional.of(
                        "partition %d repeats the unique GUID %s".formatted(p.number(), p.id()));
            }
        }
        List<Partition> sorted = new ArrayList<>(partitions);
        sorted.sort(Comparator.comparingLong(Partition::firstSector));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).firstSector() <= sorted.get(i - 1).lastSector()) {
                return Optional.of(
                        "partitions %d and %d overlap"
                                .formatted(sorted.get(i - 1).number(), sorted.get(i).number()));
            }
        }
        return Optional.empty();
    }

    private static Partition partition(int number, ByteBuffer entry, int sectorSize) {
        byte[] name = new byte[NAME_BYTES];
        entry.get(NAME_AT, name);
        String text = new String(name, StandardCharsets.UTF_16LE);
        int end = text.indexOf('\0');
        return new Partition(
                number,
                Guid.read(entry, 0),
                Guid.read(entry, Guid.BYTES),
                entry.getLong(32),
                entry.getLong(40),
                sectorSize,
                entry.getLong(ATTRIBUTES_AT),
                end < 0 ? text : text.substring(0, end));
    }

    private static ByteBuffer entry(byte[] entries, int size, int number) {
        return ByteBuffer.wrap(entries, (number - 1) * size, size)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The disk's own GUID. */
    public UUID diskId() {
        return header.diskId();
    }

    /** Used entries in the order of their numbers. */
    public List<Partition> partitions() {
        return partitions;
    }

    /** The partition with this unique GUID (PARTUUID). */
    public Optional<Partition> withId(UUID id) {
        return partitions.stream().filter(p -> p.id().equals(id)).findFirst();
    }

    /**
     * The table with other boot flags on one partition; everything else stays as it is.
     *
     * @throws IllegalArgumentException when no such partition is in use
     */
    public GptTable withFlags(int number, BootFlags flags) {
        Partition old =
                partitions.stream()
                        .filter(p -> p.number() == number)
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "the table has no partition " + number));
        byte[] changed = entries.clone();
        entry(changed, header.entrySize(), number)
                .putLong(ATTRIBUTES_AT, flags.into(old.attributes()));
        List<Partition> others = new ArrayList<>(partitions);
        others.set(
                others.indexOf(old),
                partition(number, entry(changed, header.entrySize(), number), sectorSize));
        return new GptTable(header, changed, sectorSize, others);
    }

    GptHeader header() {
        return header;
    }

    byte[] entries() {
        return entries.clone();
    }

    boolean sameEntries(GptTable other) {
        return Arrays.equals(entries, other.entries);
    }

    /** What entries turned out to be. */
    sealed interface Parsed {
        record Usable(GptTable table) implements Parsed {}

        record Faulty(String reason) implements Parsed {}
    }
}
