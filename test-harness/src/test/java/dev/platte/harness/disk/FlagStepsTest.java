package dev.platte.harness.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.gpt.GptDisk;
import dev.platte.client.gpt.GptException;
import dev.platte.client.slot.HostPaths;
import dev.platte.client.slot.SlotName;
import dev.platte.client.slot.Slots;
import dev.platte.harness.boot.Choice;
import dev.platte.harness.boot.Gptprio;
import dev.platte.keys.sign.SigningKey;
import dev.platte.payload.create.CreateException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** After each step on a disk, Debian's cgpt and sgdisk see what we see. */
class FlagStepsTest {
    private static final long SLOT = 1 << 20;

    private static SigningKey key;

    @TempDir Path temp;
    private DiskImage disk;
    private SignedUpdate update;

    @BeforeAll
    static void newKey() {
        key = SignedUpdate.newKey();
    }

    @BeforeEach
    void build() throws IOException, CreateException, InterruptedException {
        disk = DiskImage.create(temp.resolve("disk"), DiskLayout.around(SLOT));
        byte[] content = new byte[(int) SLOT - 4096];
        new Random(7).nextBytes(content);
        update = SignedUpdate.of(Files.write(temp.resolve("image"), content), key);
    }

    private Slots slots(SlotName running) throws IOException {
        return Slots.open(disk.path(), running, HostPaths.ofThisHost());
    }

    private void judged(BootFlags a, BootFlags b) throws IOException, InterruptedException {
        assertThat(Judges.flags(disk.path(), 3)).as("USR-A").isEqualTo(a);
        assertThat(Judges.flags(disk.path(), 4)).as("USR-B").isEqualTo(b);
        Judges.acceptedByAll(disk.path());
        try (Slots slots = slots(SlotName.A)) {
            assertThat(slots.all()).extracting(slot -> slot.flags()).containsExactly(a, b);
        }
    }

    private String boot() throws IOException {
        try (FileDevice device = FileDevice.open(disk.path(), 512)) {
            return switch (Gptprio.next(device)) {
                case Choice.Boots boots -> boots.id().equals(SlotName.A.id()) ? "A" : "B";
                case Choice.Stops(String reason) -> reason;
            };
        }
    }

    private void install(SlotName running) throws IOException, InterruptedException {
        try (Slots slots = slots(running)) {
            update.install(slots);
        }
    }

    @Test
    void wholeUpdateIsSeenTheSameByAll() throws IOException, InterruptedException {
        judged(new BootFlags(1, 0, true), BootFlags.UNBOOTABLE);
        try (Slots slots = slots(SlotName.A)) {
            slots.openTarget(1);
        }
        judged(new BootFlags(1, 0, true), BootFlags.UNBOOTABLE);
        install(SlotName.A);
        judged(new BootFlags(1, 0, true), new BootFlags(2, 1, false));
        assertThat(boot()).isEqualTo("B");
        judged(new BootFlags(1, 0, true), new BootFlags(2, 0, false));
        try (Slots slots = slots(SlotName.B)) {
            slots.confirm();
        }
        judged(new BootFlags(1, 0, true), new BootFlags(2, 0, true));
        try (Slots slots = slots(SlotName.B)) {
            slots.openTarget(1);
        }
        judged(BootFlags.UNBOOTABLE, new BootFlags(2, 0, true));
        install(SlotName.B);
        judged(new BootFlags(2, 1, false), new BootFlags(1, 0, true));
    }

    @Test
    void unconfirmedSlotFallsBackAndTheOperatorCanReturn()
            throws IOException, InterruptedException {
        install(SlotName.A);
        assertThat(boot()).isEqualTo("B");
        assertThat(boot()).isEqualTo("A");
        install(SlotName.A);
        assertThat(boot()).isEqualTo("B");
        try (Slots slots = slots(SlotName.B)) {
            slots.markBad();
        }
        judged(new BootFlags(1, 0, true), BootFlags.UNBOOTABLE);
        assertThat(boot()).isEqualTo("A");
        install(SlotName.A);
        boot();
        try (Slots slots = slots(SlotName.B)) {
            slots.confirm();
            slots.rollBack();
        }
        judged(new BootFlags(2, 0, true), new BootFlags(1, 0, true));
        assertThat(boot()).isEqualTo("A");
    }

    @ParameterizedTest
    @ValueSource(longs = {512 + 40, 1024 + 700, -512 + 40, -33 * 512 + 300})
    void repairOfEitherCopySatisfiesAll(long damage) throws IOException, InterruptedException {
        byte[] before = Files.readAllBytes(disk.path());
        try (FileChannel file = FileChannel.open(disk.path(), StandardOpenOption.WRITE)) {
            long at = damage < 0 ? file.size() + damage : damage;
            file.write(ByteBuffer.wrap(new byte[] {(byte) 0x5A, (byte) 0xA5}), at);
        }
        assertThat(Judges.cgpt().run(List.of("show", disk.path().toString())).text())
                .contains("INVALID");
        try (Slots slots = slots(SlotName.A)) {
            assertThat(slots.repair()).isTrue();
            assertThat(slots.repair()).isFalse();
        }
        assertThat(Files.readAllBytes(disk.path())).isEqualTo(before);
        Judges.acceptedByAll(disk.path());
    }

    @Test
    void repairOfAGrownDiskSatisfiesAll() throws IOException, InterruptedException {
        try (FileChannel file = FileChannel.open(disk.path(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), file.size() + (1 << 20) - 1);
        }
        try (Slots slots = slots(SlotName.A)) {
            assertThat(slots.repair()).isTrue();
        }
        Judges.acceptedByAll(disk.path());
    }

    @Test
    void sgdiskMovesTheBackupOfAGrownDiskToTheSamePlace() throws IOException, InterruptedException {
        try (FileChannel file = FileChannel.open(disk.path(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), file.size() + (1 << 20) - 1);
        }
        Path theirs = Files.copy(disk.path(), temp.resolve("theirs"));
        // cgpt repair leaves the primary pointing to where the backup was, and sgdisk -v complains
        // of that.
        Judges.sgdisk().run(List.of("-e", theirs.toString())).orFail();
        try (Slots slots = slots(SlotName.A)) {
            slots.repair();
        }
        byte[] ours = Files.readAllBytes(disk.path());
        byte[] expected = Files.readAllBytes(theirs);
        assertThat(Arrays.copyOfRange(ours, 512, 34 * 512))
                .isEqualTo(Arrays.copyOfRange(expected, 512, 34 * 512));
        assertThat(Arrays.copyOfRange(ours, ours.length - 33 * 512, ours.length))
                .isEqualTo(Arrays.copyOfRange(expected, ours.length - 33 * 512, ours.length));
    }

    /**
     * Start states of run_cgpt_tests and every pair that matters; the target is what is not
     * running.
     */
    @Test
    void flipAndConfirmGiveTheFlagsThatCgptGives() throws IOException, InterruptedException {
        Program cgpt = Judges.cgpt();
        int compared = 0;
        for (int priorityA : new int[] {1, 2, 15}) {
            for (int priorityB : new int[] {0, 2, 15}) {
                BootFlags a = new BootFlags(priorityA, 0, true);
                BootFlags b = new BootFlags(priorityB, 3, priorityB % 2 == 0);
                set(a, b);
                Path theirs = temp.resolve("theirs");
                Files.copy(disk.path(), theirs, StandardCopyOption.REPLACE_EXISTING);
                // Debian's cgpt orders Chrome OS kernels, the fork on CoreOS hosts orders slots.
                String kernel = ":fe3a2a5d-4f32-41a7-b725-accc3285a309";
                Judges.sgdisk()
                        .run(List.of("-t", "3" + kernel, "-t", "4" + kernel, theirs.toString()))
                        .orFail();
                // What our client does before the first byte, in cgpt's words; then
                // flatcar-postinst's flip.
                cgpt.run(
                                List.of(
                                        "add",
                                        "-i",
                                        "4",
                                        "-P",
                                        "0",
                                        "-T",
                                        "0",
                                        "-S",
                                        "0",
                                        theirs.toString()))
                        .orFail();
                cgpt.run(List.of("add", "-i", "4", "-S", "0", "-T", "1", theirs.toString()))
                        .orFail();
                cgpt.run(List.of("prioritize", "-i", "4", theirs.toString())).orFail();
                install(SlotName.A);
                judged(Judges.flags(theirs, 3), Judges.flags(theirs, 4));

                cgpt.run(List.of("add", "-i", "4", "-S", "1", "-T", "0", theirs.toString()))
                        .orFail();
                cgpt.run(List.of("prioritize", "-i", "4", theirs.toString())).orFail();
                try (Slots slots = slots(SlotName.B)) {
                    slots.confirm();
                }
                judged(Judges.flags(theirs, 3), Judges.flags(theirs, 4));
                compared++;
            }
        }
        assertThat(compared).isEqualTo(9);
    }

    private void set(BootFlags a, BootFlags b) throws IOException {
        try (FileDevice device = FileDevice.open(disk.path(), 512)) {
            new GptDisk(device).change(table -> table.withFlags(3, a).withFlags(4, b));
        }
    }

    @Test
    void whatCgptRepairLeavesOnAGrownDiskIsMadeWhole() throws IOException, InterruptedException {
        try (FileChannel file = FileChannel.open(disk.path(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), file.size() + (1 << 20) - 1);
        }
        Judges.cgpt().run(List.of("repair", disk.path().toString())).orFail();
        try (Slots slots = slots(SlotName.A)) {
            assertThat(slots.repair()).isTrue();
        }
        Judges.acceptedByAll(disk.path());
    }

    @Test
    void diskWithTwoBrokenCopiesIsRefusedAndUntouched() throws IOException {
        try (FileChannel file = FileChannel.open(disk.path(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(new byte[] {1}), 1024 + 700);
            file.write(ByteBuffer.wrap(new byte[] {1}), file.size() - 512 + 40);
        }
        byte[] before = Files.readAllBytes(disk.path());
        assertThatThrownBy(() -> slots(SlotName.A))
                .isInstanceOf(GptException.class)
                .hasMessageContaining("primary: entries checksum")
                .hasMessageContaining("backup: header checksum");
        assertThat(Files.readAllBytes(disk.path())).isEqualTo(before);
    }
}
