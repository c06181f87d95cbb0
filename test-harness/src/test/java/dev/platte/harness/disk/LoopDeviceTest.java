package dev.platte.harness.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.gpt.BlockDevice;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.slot.HostPaths;
import dev.platte.client.slot.SlotException;
import dev.platte.client.slot.SlotName;
import dev.platte.client.slot.Slots;
import dev.platte.harness.boot.Choice;
import dev.platte.harness.boot.Gptprio;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real block devices of both sector sizes, which only root can make. */
class LoopDeviceTest {
    private static final long SLOT = 2 << 20;

    @TempDir Path temp;
    private final List<Path> attached = new ArrayList<>();
    private final List<Path> mounted = new ArrayList<>();

    private Path attach(List<String> options, Path image) throws IOException, InterruptedException {
        Program losetup = Program.require("losetup", "mount");
        List<String> arguments = new ArrayList<>(options);
        arguments.addAll(List.of("--find", "--show", image.toString()));
        Program.Result result = losetup.run(arguments);
        Assumptions.assumeTrue(
                result.status() == 0,
                "no loop device (run as root on a kernel with loop devices): "
                        + result.errors().strip());
        Path device = Path.of(result.text().strip());
        attached.add(device);
        return device;
    }

    private void mount(Path device, Path at) throws IOException, InterruptedException {
        Files.createDirectories(at);
        Program.Result result =
                Program.require("mount", "mount")
                        .run(List.of("-o", "ro", device.toString(), at.toString()));
        Assumptions.assumeTrue(
                result.status() == 0, "mounting is not allowed here: " + result.errors().strip());
        mounted.add(at);
    }

    @AfterEach
    void detach() throws IOException, InterruptedException {
        for (Path point : mounted) {
            Program.require("umount", "mount").run(List.of(point.toString())).orFail();
        }
        for (Path device : attached) {
            Program.require("losetup", "mount").run(List.of("-d", device.toString())).orFail();
        }
    }

    private DiskImage disk(int sectorSize) throws IOException {
        return DiskImage.create(
                temp.resolve("disk"), DiskLayout.around(SLOT).withSectorSize(sectorSize));
    }

    @ParameterizedTest
    @ValueSource(ints = {512, 4096})
    void updateOnABlockDeviceSatisfiesSgdisk(int sectorSize) throws Exception {
        DiskImage image = disk(sectorSize);
        Path device = attach(List.of("-b", Integer.toString(sectorSize)), image.path());
        byte[] content = new byte[(int) SLOT];
        new Random(3).nextBytes(content);
        SignedUpdate update =
                SignedUpdate.of(Files.write(temp.resolve("image"), content), SignedUpdate.newKey());
        Judges.acceptedBySgdisk(device);
        try (Slots slots = Slots.open(device, SlotName.A, HostPaths.ofThisHost())) {
            update.install(slots);
            assertThat(slots.target().flags()).isEqualTo(new BootFlags(2, 1, false));
        }
        Judges.acceptedBySgdisk(device);
        String shown = Judges.sgdisk().run(List.of("-i", "4", device.toString())).orFail().text();
        assertThat(shown).contains("Attribute flags: 0012000000000000").contains("'USR-B'");
        try (FileDevice open = FileDevice.open(device, Path.of("/sys"))) {
            assertThat(open.sectorSize()).isEqualTo(sectorSize);
            assertThat(open.size()).isEqualTo(image.layout().diskSize());
            assertThat(Gptprio.next(open)).isInstanceOf(Choice.Boots.class);
            open.write(sectorSize + 60, ByteBuffer.wrap(new byte[] {5}));
        }
        try (Slots slots = Slots.open(device, SlotName.B, HostPaths.ofThisHost())) {
            slots.confirm();
        }
        Judges.acceptedBySgdisk(device);
        shown = Judges.sgdisk().run(List.of("-i", "4", device.toString())).orFail().text();
        assertThat(shown).contains("Attribute flags: 0102000000000000");
    }

    @Test
    void blockDeviceIsReadPastThePageCache() throws Exception {
        DiskImage image = disk(512);
        Path device = attach(List.of(), image.path());
        byte[] content = new byte[3_000_001];
        new Random(4).nextBytes(content);
        try (FileDevice open = FileDevice.open(device, Path.of("/sys"))) {
            open.write(1_234_567, ByteBuffer.wrap(content));
            open.sync();
            try (BlockDevice.Uncached medium = open.uncached()) {
                assertThat(medium.throughCacheBecause()).isEmpty();
                ByteBuffer back = ByteBuffer.allocate(content.length);
                medium.read(1_234_567, back);
                assertThat(back.array()).isEqualTo(content);
                ByteBuffer end = ByteBuffer.allocate(512);
                medium.read(open.size() - 512, end);
                assertThat(new String(end.array(), 0, 8, StandardCharsets.US_ASCII))
                        .isEqualTo("EFI PART");
            }
        }
    }

    @Test
    void mountedTargetIsRefusedAndUnharmed() throws Exception {
        Judges.mke2fs();
        DiskImage image = disk(512);
        Path usr = temp.resolve("usr.img");
        UsrImage.build(Judges.release(temp, "1.0.0", 0), usr, SLOT, Instant.EPOCH);
        image.fill(4, usr);
        String offset = Long.toString(image.offset(4));
        Path slot = attach(List.of("-o", offset, "--sizelimit", Long.toString(SLOT)), image.path());
        byte[] before = Files.readAllBytes(image.path());
        try (Slots slots = Slots.open(image.path(), SlotName.A, HostPaths.ofThisHost())) {
            mount(slot, temp.resolve("mnt"));
            assertThatThrownBy(() -> slots.openTarget(1))
                    .hasMessageContaining("is mounted at")
                    .isInstanceOfSatisfying(
                            SlotException.class,
                            e ->
                                    assertThat(e.reason())
                                            .isEqualTo(SlotException.Reason.TARGET_IN_USE));
            assertThat(Files.readAllBytes(image.path())).isEqualTo(before);
        }
    }
}
