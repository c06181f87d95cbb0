package dev.platte.client.gpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an update leaves in the page cache, asked of the kernel (mincore). */
class WriteBehindTest {
    private static final int PIECE = 64 << 10;
    private static final long SIZE = 64L << 20;

    @TempDir private Path directory;
    private Path disk;

    @BeforeEach
    void prepare() throws IOException {
        assumeFalse(
                Files.getFileStore(directory).type().equals("tmpfs"),
                "the temporary directory lies in memory: there is no page cache to look at");
        disk = directory.resolve("disk");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(SIZE);
        }
    }

    private long resident() throws IOException {
        try (FileChannel channel = FileChannel.open(disk, StandardOpenOption.READ);
                Arena arena = Arena.ofConfined()) {
            MemorySegment all = channel.map(MapMode.READ_ONLY, 0, SIZE, arena);
            long pages = 0;
            for (long at = 0; at < SIZE; at += 4096) {
                pages += all.asSlice(at, 4096).isLoaded() ? 1 : 0;
            }
            return pages * 4096;
        }
    }

    /** As two workers write: each its own megabyte, by turns. */
    private byte[] write(FileDevice device, boolean behind) throws IOException {
        byte[] content = new byte[(int) SIZE];
        new Random(3).nextBytes(content);
        for (long pair = 0; pair < SIZE; pair += 2 << 20) {
            for (long at = pair; at < pair + (1 << 20); at += PIECE) {
                for (long offset : new long[] {at, at + (1 << 20)}) {
                    device.write(offset, ByteBuffer.wrap(content, (int) offset, PIECE));
                    if (behind) {
                        device.writeBehind(offset, PIECE);
                    }
                }
            }
        }
        return content;
    }

    @Test
    void writingAWholeSlotKeepsLittleOfItInMemory() throws IOException {
        try (FileDevice device = FileDevice.open(disk, 512)) {
            byte[] content = write(device, true);
            assertThat(resident()).isLessThanOrEqualTo(WriteBehind.MOST + (2 << 20));
            device.sync();
            assertThat(resident()).isLessThan(1 << 20);
            assertThat(Arrays.equals(Files.readAllBytes(disk), content)).isTrue();
        }
    }

    /** What the test above would see if nothing were done. */
    @Test
    void withoutItAllOfItStays() throws IOException {
        try (FileDevice device = FileDevice.open(disk, 512)) {
            write(device, false);
            assertThat(resident()).isGreaterThan(SIZE - (4 << 20));
        }
    }

    @Test
    void whatWasReadOnceIsDropped() throws IOException {
        try (FileDevice device = FileDevice.open(disk, 512)) {
            write(device, true);
            device.sync();
            ByteBuffer piece = ByteBuffer.allocate(1 << 20);
            for (long at = 0; at < SIZE; at += piece.capacity()) {
                device.read(at, piece.clear());
                device.dropBehind(at, piece.capacity());
            }
            // The kernel reads ahead of the last piece, and nobody drops that.
            assertThat(resident()).isLessThan(4 << 20);
        }
    }
}
