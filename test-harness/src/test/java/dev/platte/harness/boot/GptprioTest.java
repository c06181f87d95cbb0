package dev.platte.harness.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.gpt.GptDisk;
import dev.platte.client.gpt.GptReading;
import dev.platte.client.slot.SlotName;
import dev.platte.harness.disk.DiskImage;
import dev.platte.harness.disk.DiskLayout;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases of GRUB's gptprio_test. */
class GptprioTest {
    @TempDir Path temp;
    private FileDevice disk;

    @BeforeEach
    void build() throws IOException {
        DiskImage image = DiskImage.create(temp.resolve("disk"), DiskLayout.around(1 << 20));
        disk = FileDevice.open(image.path(), 512);
    }

    @AfterEach
    void close() throws IOException {
        disk.close();
    }

    private void flags(BootFlags a, BootFlags b) throws IOException {
        new GptDisk(disk).change(table -> table.withFlags(3, a).withFlags(4, b));
    }

    private BootFlags flags(SlotName slot) throws IOException {
        return new GptDisk(disk).table().withId(slot.id()).orElseThrow().flags();
    }

    private String next() throws IOException {
        return switch (Gptprio.next(disk)) {
            case Choice.Boots boots -> boots.id().equals(SlotName.A.id()) ? "A" : "B";
            case Choice.Stops(String reason) -> reason;
        };
    }

    @ParameterizedTest
    @CsvSource({
        "1,0,true, 0,0,false, A",
        "1,0,true, 2,0,true, B",
        "1,0,true, 2,1,false, B",
        "1,0,true, 2,0,false, A",
        "1,1,false, 1,1,false, A",
        "0,15,true, 0,15,true, no such partition",
        "15,0,false, 15,0,false, no such partition",
        "0,1,true, 1,0,true, B",
        "14,1,false, 15,1,false, B",
    })
    void highestEligiblePriorityIsChosen(
            int priorityA,
            int triesA,
            boolean goodA,
            int priorityB,
            int triesB,
            boolean goodB,
            String chosen)
            throws IOException {
        flags(new BootFlags(priorityA, triesA, goodA), new BootFlags(priorityB, triesB, goodB));
        assertThat(next()).isEqualTo(chosen);
    }

    @Test
    void triesAreCountedDownThenTheOtherSlotIsBootedForEver() throws IOException {
        flags(new BootFlags(1, 0, true), new BootFlags(2, 3, false));
        for (int left = 2; left >= 0; left--) {
            assertThat(next()).isEqualTo("B");
            assertThat(flags(SlotName.B)).isEqualTo(new BootFlags(2, left, false));
            assertThat(new GptDisk(disk).read()).isInstanceOf(GptReading.Sound.class);
        }
        for (int i = 0; i < 3; i++) {
            assertThat(next()).isEqualTo("A");
        }
    }

    @Test
    void triesOfASuccessfulSlotAreCountedDownToo() throws IOException {
        flags(new BootFlags(1, 2, true), BootFlags.UNBOOTABLE);
        next();
        assertThat(flags(SlotName.A)).isEqualTo(new BootFlags(1, 1, true));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void damagedCopyIsRepairedOnlyWhenATryIsCounted(boolean primary) throws IOException {
        long damage = primary ? 512 + 20 : disk.size() - 512 + 20;
        flags(new BootFlags(1, 0, true), BootFlags.UNBOOTABLE);
        disk.write(damage, ByteBuffer.wrap(new byte[] {42}));
        byte[] before = Files.readAllBytes(temp.resolve("disk"));
        assertThat(next()).isEqualTo("A");
        assertThat(Files.readAllBytes(temp.resolve("disk"))).isEqualTo(before);

        flags(new BootFlags(1, 1, true), BootFlags.UNBOOTABLE);
        disk.write(damage, ByteBuffer.wrap(new byte[] {42}));
        assertThat(new GptDisk(disk).read()).isInstanceOf(GptReading.Repairable.class);
        assertThat(next()).isEqualTo("A");
        assertThat(new GptDisk(disk).read()).isInstanceOf(GptReading.Sound.class);
    }

    @Test
    void diskWithoutAValidCopyStops() throws IOException {
        disk.write(512 + 20, ByteBuffer.wrap(new byte[] {42}));
        disk.write(disk.size() - 512 + 20, ByteBuffer.wrap(new byte[] {42}));
        assertThat(next()).isEqualTo("no valid GPT");
    }
}
