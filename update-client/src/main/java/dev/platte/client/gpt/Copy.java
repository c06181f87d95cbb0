package dev.platte.client.gpt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One copy of the table as found on the disk. */
sealed interface Copy {
    /** Header and entries pass every check. */
    record Valid(GptHeader header, GptTable table) implements Copy {
        Place place() {
            return new Place(header.ownSector(), header.entriesSector());
        }
    }

    /**
     * A check failed.
     *
     * @param header the header, if it is sound by itself and only the entries are not
     * @param signed whether there is a GPT signature at all
     */
    record Faulty(String reason, Optional<GptHeader> header, boolean signed) implements Copy {}

    static Copy read(BlockDevice device, long at) throws IOException {
        int sectorSize = device.sectorSize();
        long sectors = device.size() / sectorSize;
        if (at < 1 || at >= sectors) {
            return new Faulty("sector " + at + " is outside of the disk", Optional.empty(), false);
        }
        GptHeader header = GptHeader.of(bytes(device, at, sectorSize));
        Optional<String> fault = header.fault(at, sectors);
        if (fault.isPresent()) {
            return new Faulty(fault.get(), Optional.empty(), header.signed());
        }
        byte[] entries = bytes(device, header.entriesSector(), header.entriesBytes());
        Optional<String> entriesFault = header.entriesFault(entries);
        if (entriesFault.isPresent()) {
            return new Faulty(entriesFault.get(), Optional.of(header), true);
        }
        return switch (GptTable.parse(header, entries, sectorSize)) {
            case GptTable.Parsed.Usable(GptTable table) -> new Valid(header, table);
            case GptTable.Parsed.Faulty(String reason) ->
                    new Faulty(reason, Optional.of(header), true);
        };
    }

    private static byte[] bytes(BlockDevice device, long sector, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        device.read(Math.multiplyExact(sector, device.sectorSize()), buffer);
        return buffer.array();
    }
}
