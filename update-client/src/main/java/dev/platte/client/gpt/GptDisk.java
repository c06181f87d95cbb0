package dev.platte.client.gpt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The partition table of a disk: read, repaired, changed. Sector 0 is never written.
 *
 * <p>A copy is written as entries, header, sync; only then the other copy is touched. Whatever of
 * one copy is lost or torn, its checksums do not match or it is whole, and the other copy is whole
 * and on the medium: one valid copy exists at every instant. That holds because the copy written
 * first is never the only valid one. The primary counts when both are valid, so a change becomes
 * visible at the moment when the old primary stops being valid.
 */
public final class GptDisk {
    private final BlockDevice device;

    public GptDisk(BlockDevice device) {
        this.device = device;
    }

    /** Reads both copies; writes nothing. */
    public GptReading read() throws IOException {
        return Findings.read(device).reading();
    }

    /**
     * The table, for who only wants to look: of a repairable disk what counts.
     *
     * @throws GptException when there is no usable table
     */
    public GptTable table() throws IOException {
        return usable(read());
    }

    /**
     * Makes both copies whole and equal and puts the backup at the end of the disk. Writes nothing
     * when they are.
     *
     * @return the table that counts
     * @throws GptException when neither copy is valid, or there is no room for a copy; nothing was
     *     written
     */
    public GptTable repair() throws IOException {
        Findings found = Findings.read(device);
        GptTable table = usable(found.reading());
        if (found.reading() instanceof GptReading.Sound) {
            return table;
        }
        long sectors = found.sectors();
        Place backup = Place.usualBackup(sectors, table.header().entriesSectors());
        Place primary =
                switch (found.primary()) {
                    case Copy.Valid valid -> valid.place();
                    case Copy.Faulty(String _, Optional<GptHeader> sound, boolean _) ->
                            sound.map(h -> new Place(h.ownSector(), h.entriesSector()))
                                    .orElse(Place.usualPrimary());
                };
        requireRoom(table, primary, backup);
        long lastUsable =
                found.backup() instanceof Copy.Valid valid
                                && valid.header().ownSector() == sectors - 1
                        ? table.header().lastUsable()
                        : Math.max(table.header().lastUsable(), backup.entries() - 1);
        if (found.primary() instanceof Copy.Valid) {
            write(table, backup, primary, lastUsable);
            writeIfMoved(table, primary, backup, lastUsable);
        } else {
            write(table, primary, backup, lastUsable);
        }
        return table();
    }

    /**
     * Repairs if needed, then writes the changed table to both copies, backup first. Returns when
     * it is durable.
     *
     * @return the table as written
     * @throws GptException when neither copy is valid; nothing was written
     */
    public GptTable change(UnaryOperator<GptTable> change) throws IOException {
        GptTable before = repair();
        GptTable after = change.apply(before);
        if (after.sameEntries(before)) {
            return before;
        }
        Findings found = Findings.read(device);
        if (!(found.primary() instanceof Copy.Valid primary)
                || !(found.backup() instanceof Copy.Valid backup)) {
            throw new GptException(
                    false, "the GPT was changed by somebody else while it was being written");
        }
        long lastUsable = after.header().lastUsable();
        write(after, backup.place(), primary.place(), lastUsable);
        write(after, primary.place(), backup.place(), lastUsable);
        return after;
    }

    /** A primary that already names the right place is left alone. */
    private void writeIfMoved(GptTable table, Place primary, Place backup, long lastUsable)
            throws IOException {
        GptHeader header = table.header();
        if (header.otherSector() != backup.header() || header.lastUsable() != lastUsable) {
            write(table, primary, backup, lastUsable);
        }
    }

    private void write(GptTable table, Place at, Place other, long lastUsable) throws IOException {
        byte[] entries = table.entries();
        device.write(Math.multiplyExact(at.entries(), device.sectorSize()), padded(entries));
        GptHeader header = table.header().placed(at, other.header(), lastUsable, entries);
        device.write(
                Math.multiplyExact(at.header(), device.sectorSize()),
                ByteBuffer.wrap(header.bytes()));
        device.sync();
    }

    /** Whole sectors, because a device with 4096 byte sectors takes nothing less. */
    private ByteBuffer padded(byte[] entries) {
        int sectors = Math.ceilDiv(entries.length, device.sectorSize());
        return ByteBuffer.allocate(sectors * device.sectorSize()).put(0, entries);
    }

    private static void requireRoom(GptTable table, Place primary, Place backup)
            throws GptException {
        GptHeader header = table.header();
        if (primary.entries() + header.entriesSectors() > header.firstUsable()) {
            throw new GptException(
                    false,
                    "no room for the primary GPT: its %d sectors would reach into the partitions"
                            .formatted(header.entriesSectors()));
        }
        if (backup.entries() <= header.lastUsable()) {
            throw new GptException(
                    false,
                    "no room for the backup GPT: its %d sectors would reach into the partitions"
                            .formatted(header.entriesSectors()));
        }
    }

    private static GptTable usable(GptReading reading) throws GptException {
        return switch (reading) {
            case GptReading.Sound(GptTable table) -> table;
            case GptReading.Repairable(GptTable table, String _) -> table;
            case GptReading.Damaged(String reason) -> throw new GptException(false, reason);
            case GptReading.Absent(String reason) -> throw new GptException(true, reason);
        };
    }
}
