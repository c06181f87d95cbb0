package dev.platte.harness.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.gpt.GptDisk;
import dev.platte.client.slot.SlotName;
import dev.platte.harness.disk.DiskImage;
import dev.platte.harness.disk.DiskLayout;
import dev.platte.harness.disk.Judges;
import dev.platte.harness.disk.UsrImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    private static final long SLOT = 2 << 20;

    @TempDir Path temp;
    private DiskImage disk;
    private Machine machine;

    @BeforeEach
    void build() throws IOException, InterruptedException {
        Judges.mke2fs();
        disk = DiskImage.create(temp.resolve("disk"), DiskLayout.around(SLOT));
        install(3, "1.0.0", 0);
        machine = new Machine(disk, temp.resolve("root"), new Random(5));
    }

    private void install(int partition, String version, int health)
            throws IOException, InterruptedException {
        Path image = temp.resolve(version + ".img");
        UsrImage.build(
                Judges.release(temp, version, health),
                image,
                SLOT,
                Instant.parse("2026-01-01T00:00:00Z"));
        disk.fill(partition, image);
    }

    private void flags(BootFlags a, BootFlags b) throws IOException {
        try (FileDevice device = FileDevice.open(disk.path(), 512)) {
            new GptDisk(device).change(table -> table.withFlags(3, a).withFlags(4, b));
        }
    }

    private String read(String name) throws IOException {
        return Files.readString(machine.root().resolve(name)).strip();
    }

    @Test
    void bootedSlotLaysItsFilesWhereAClientLooks() throws IOException, InterruptedException {
        Boot boot = machine.boot();
        assertThat(boot)
                .isInstanceOfSatisfying(
                        Boot.Booted.class,
                        booted -> {
                            assertThat(booted.slot()).isEqualTo(SlotName.A);
                            assertThat(booted.version()).isEqualTo("1.0.0");
                            assertThat(booted.healthy()).isTrue();
                            assertThat(temp.resolve("root/proc/sys/kernel/random/boot_id"))
                                    .hasContent(booted.bootId().toString());
                        });
        assertThat(read("usr/lib/os-release")).contains("VERSION=\"1.0.0\"");
        assertThat(read("usr/share/platte/release")).isEqualTo("GROUP=stable");
        assertThat(read("proc/cmdline"))
                .isEqualTo("mount.usr=PARTUUID=7130c94a-213a-4e5a-8e26-6cce9662f132");
        assertThat(read("etc/machine-id")).matches("[0-9a-f]{32}");
        assertThat(machine.root().resolve("usr/lib/platte/health.d/10-check")).isExecutable();
    }

    @Test
    void machineKeepsItsIdAndEveryBootHasItsOwn() throws IOException, InterruptedException {
        machine.boot();
        String machineId = read("etc/machine-id");
        String first = read("proc/sys/kernel/random/boot_id");
        machine.boot();
        assertThat(read("etc/machine-id")).isEqualTo(machineId);
        assertThat(read("proc/sys/kernel/random/boot_id")).isNotEqualTo(first);
    }

    @Test
    void unhealthyReleaseIsTriedOnceThenTheOldOneReturns()
            throws IOException, InterruptedException {
        install(4, "2.0.0", 1);
        flags(new BootFlags(1, 0, true), new BootFlags(2, 1, false));
        assertThat(machine.boot())
                .isInstanceOfSatisfying(
                        Boot.Booted.class,
                        booted -> {
                            assertThat(booted.version()).isEqualTo("2.0.0");
                            assertThat(booted.healthy()).isFalse();
                        });
        assertThat(machine.boot())
                .isInstanceOfSatisfying(
                        Boot.Booted.class,
                        booted -> assertThat(booted.version()).isEqualTo("1.0.0"));
        assertThat(read("usr/lib/os-release")).contains("1.0.0");
    }

    @Test
    void slotWithoutAWholeFileSystemCrashesAndCostsItsTry()
            throws IOException, InterruptedException {
        install(4, "2.0.0", 0);
        try (FileChannel file = FileChannel.open(disk.path(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(65536), disk.offset(4));
        }
        flags(new BootFlags(1, 0, true), new BootFlags(2, 1, false));
        assertThat(machine.boot())
                .isInstanceOfSatisfying(
                        Boot.Crashed.class,
                        crash -> assertThat(crash.slot()).isEqualTo(SlotName.B));
        assertThat(machine.boot()).isInstanceOf(Boot.Booted.class);
    }

    @Test
    void diskWithNothingToBootStops() throws IOException, InterruptedException {
        flags(new BootFlags(1, 0, false), BootFlags.UNBOOTABLE);
        assertThat(machine.boot()).isEqualTo(new Boot.Stopped("no such partition"));
    }
}
