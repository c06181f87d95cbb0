package dev.platte.harness.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.gpt.FileDevice;
import dev.platte.client.gpt.GptDisk;
import dev.platte.client.gpt.GptReading;
import dev.platte.client.gpt.Partition;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskImageTest {
    private static final Path SYS = Path.of("/sys");
    private static final long SLOT = 4 << 20;

    @TempDir Path temp;

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void clientReadsWhatTheBuilderWrote(int sectorSize) throws IOException {
        DiskImage image =
                DiskImage.create(
                        temp.resolve("disk"), DiskLayout.around(SLOT).withSectorSize(sectorSize));
        try (FileDevice device = FileDevice.open(image.path(), SYS)) {
            assertThat(device.sectorSize()).isEqualTo(sectorSize);
            assertThat(new GptDisk(device).read()).isInstanceOf(GptReading.Sound.class);
            for (Partition p : new GptDisk(device).table().partitions()) {
                assertThat(p.offset()).isEqualTo(image.offset(p.number()));
                assertThat(p.size()).isEqualTo(image.size(p.number()));
            }
            assertThat(new GptDisk(device).table().partitions())
                    .extracting(p -> p.number() + " " + p.name() + " " + p.flags())
                    .containsExactly(
                            "1 EFI-SYSTEM priority=0 tries=0 successful=0",
                            "2 BIOS-BOOT priority=0 tries=0 successful=0",
                            "3 USR-A priority=1 tries=0 successful=1",
                            "4 USR-B priority=0 tries=0 successful=0",
                            "6 OEM priority=0 tries=0 successful=0",
                            "7 OEM-CONFIG priority=0 tries=0 successful=0",
                            "9 ROOT priority=0 tries=0 successful=0");
        }
    }

    @Test
    void toolsAcceptTheDisk() throws IOException, InterruptedException {
        DiskImage image = DiskImage.create(temp.resolve("disk"), DiskLayout.around(SLOT));
        Judges.acceptedByAll(image.path());
    }

    @Test
    void sgdiskBuildsTheSameTable() throws IOException, InterruptedException {
        DiskLayout layout = DiskLayout.around(SLOT);
        DiskImage ours = DiskImage.create(temp.resolve("ours"), layout);
        Path theirs = temp.resolve("theirs");
        try (var file =
                Files.newByteChannel(
                        theirs, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            file.position(layout.diskSize() - 1).write(ByteBuffer.allocate(1));
        }
        List<String> arguments =
                new ArrayList<>(List.of("-U", "00000000-0000-0000-0000-00000000f1a7"));
        for (DiskLayout.Entry e : layout.entries()) {
            long first = ours.offset(e.number()) / 512;
            arguments.addAll(
                    List.of(
                            "-n",
                                    "%d:%d:%d"
                                            .formatted(
                                                    e.number(), first, first + e.size() / 512 - 1),
                            "-t", e.number() + ":" + e.type(),
                            "-u", e.number() + ":" + e.id(),
                            "-c", e.number() + ":" + e.name()));
        }
        arguments.addAll(List.of("-A", "3:set:48", "-A", "3:set:56", theirs.toString()));
        Judges.sgdisk().run(arguments).orFail();
        // Behind the boot record, in which sgdisk writes another geometry, every byte is the same.
        assertThat(Files.mismatch(ours.path(), theirs)).isBetween(0L, 511L);
        assertThat(behindBootRecord(theirs)).isEqualTo(behindBootRecord(ours.path()));
    }

    private static byte[] behindBootRecord(Path disk) throws IOException {
        byte[] bytes = Files.readAllBytes(disk);
        return Arrays.copyOfRange(bytes, 512, bytes.length);
    }

    @Test
    void contentLargerThanThePartitionIsRefused() throws IOException {
        DiskImage image = DiskImage.create(temp.resolve("disk"), DiskLayout.around(SLOT));
        Path content = Files.write(temp.resolve("content"), new byte[(int) SLOT + 1]);
        assertThatThrownBy(() -> image.fill(3, content))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("has 4194305 bytes, partition 3 only 4194304");
    }
}
