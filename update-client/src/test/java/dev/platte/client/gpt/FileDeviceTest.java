package dev.platte.client.gpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileDeviceTest {
    @TempDir Path temp;

    private Path file(byte[] content) throws IOException {
        return Files.write(temp.resolve("disk"), content);
    }

    private int sectorSize(Path disk) throws IOException {
        try (FileDevice device = FileDevice.open(disk, Path.of("/sys"))) {
            return device.sectorSize();
        }
    }

    @ParameterizedTest
    @CsvSource({"512,1", "512,1023", "4096,1", "4096,1023"})
    void sectorSizeOfAnImageIsFoundByEitherCopy(int size, int otherHeader) throws IOException {
        RawGpt gpt = new RawGpt(size, 1024, 128, 128);
        gpt.raw().putLong(otherHeader * size, 0);
        assertThat(sectorSize(file(gpt.raw().array()))).isEqualTo(size);
    }

    @Test
    void signatureLeftFromAnotherLayoutDoesNotCount() throws IOException {
        RawGpt gpt = new RawGpt(4096, 1024, 128, 128);
        gpt.raw().putLong(512, gpt.raw().getLong(4096)).putLong(512 + 24, 77);
        assertThat(sectorSize(file(gpt.raw().array()))).isEqualTo(4096);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/null", "/dev/zero"})
    void whatIsNoDiskIsRefused(String node) {
        Path path = Path.of(node);
        Assumptions.assumeTrue(Files.isWritable(path), node + " is missing");
        assertThatThrownBy(() -> FileDevice.open(path, Path.of("/sys")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is not a whole disk");
    }

    @Test
    void writesBeyondTheEndChangeNothing() throws IOException {
        Path disk = file(new byte[1024]);
        try (FileDevice device = FileDevice.open(disk, 512)) {
            for (long offset : new long[] {-1, 513, 1024, Long.MAX_VALUE}) {
                assertThatThrownBy(
                                () ->
                                        device.write(
                                                offset, ByteBuffer.allocate(512).put(0, (byte) 1)))
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
            assertThatThrownBy(() -> device.read(1000, ByteBuffer.allocate(25)))
                    .isInstanceOf(EOFException.class);
        }
        assertThat(Files.readAllBytes(disk)).containsOnly(0).hasSize(1024);
    }

    @ParameterizedTest
    @CsvSource({
        "0,1",
        "1,4095",
        "4095,2",
        "4096,4096",
        "1048575,1048578",
        "0,2500000",
        "2499999,1"
    })
    void uncachedReadsGiveAnyRange(long offset, int length) throws IOException {
        byte[] content = new byte[2_500_000];
        new Random(offset).nextBytes(content);
        try (FileDevice device = FileDevice.open(file(content), 512);
                BlockDevice.Uncached medium = device.uncached()) {
            ByteBuffer read = ByteBuffer.allocate(length);
            medium.read(offset, read);
            assertThat(read.flip()).isEqualTo(ByteBuffer.wrap(content, (int) offset, length));
            assertThatThrownBy(() -> medium.read(2_499_999, ByteBuffer.allocate(2)))
                    .isInstanceOf(EOFException.class);
        }
    }

    @Test
    void fileSystemWithoutDirectReadsIsReadThroughTheCacheAndSaysWhy() throws IOException {
        Path pseudo = Path.of("/proc/version");
        Assumptions.assumeTrue(Files.isReadable(pseudo), "there is no /proc");
        try (BlockDevice.Uncached medium =
                DirectReader.open(pseudo, Files.readAllBytes(pseudo).length)) {
            assertThat(medium.throughCacheBecause())
                    .hasValueSatisfying(
                            why ->
                                    assertThat(why)
                                            .startsWith(
                                                    "/proc/version can not be read with O_DIRECT"));
            ByteBuffer start = ByteBuffer.allocate(5);
            medium.read(0, start);
            assertThat(start.array()).isEqualTo("Linux".getBytes(StandardCharsets.US_ASCII));
        }
    }
}
