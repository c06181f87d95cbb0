package dev.platte.harness.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.platte.harness.demo.Checklist;
import dev.platte.harness.demo.Programs;
import dev.platte.harness.disk.Program;
import dev.platte.harness.pack.ClientPackage;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A Debian with the packaged client boots in qemu, and is updated. */
@Timeout(1500)
class MachineTest {
    private static final Path PROJECT = Path.of(System.getProperty("platte.root"));
    private static final Map<String, String> NEEDED =
            Map.of(
                    "qemu-system-x86_64", "qemu-system-x86",
                    "qemu-img", "qemu-utils",
                    "debootstrap", "debootstrap",
                    "mkfs.vfat", "dosfstools",
                    "mcopy", "mtools",
                    "mke2fs", "e2fsprogs",
                    "dpkg-deb", "dpkg");

    @TempDir private Path temp;

    /** The one update that is good: {@code ./platte machine} tells the rest, too. */
    @Test
    void realMachineGoesFromSlotToSlot() throws Exception {
        NEEDED.forEach(
                (program, debian) ->
                        assumeTrue(
                                Program.find(program).isPresent(),
                                program + " is missing; on Debian: apt-get install " + debian));
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "only root can make a Debian system to boot");
        assumeTrue(
                System.getProperty("os.arch").equals("amd64"),
                "the machine is one of amd64, this one is " + System.getProperty("os.arch"));
        assumeTrue(
                Files.exists(PROJECT.resolve("update-client/target/update-client.jar")),
                "update-client.jar is not built yet; ./platte build makes it");
        MachineSystem system = system();
        Accelerator accelerator = Accelerator.best(system.kernel());
        Path told = temp.resolve("told");
        try (Programs programs = Programs.ofThisBuild();
                PrintStream out = new PrintStream(told.toFile(), StandardCharsets.UTF_8)) {
            MachineStory story =
                    new MachineStory(
                            programs,
                            system,
                            accelerator,
                            Files.createDirectory(temp.resolve("work")),
                            out,
                            new Random(1));
            Checklist checks = story.tell(MachineStory.Length.SHORT);
            checks.print(out);
            assertThat(checks.holds()).as(Files.readString(told)).isTrue();
        }
    }

    /** Without Debian's archive there is nothing to boot. */
    private static MachineSystem system() throws InterruptedException, IOException {
        Path client = ClientPackage.made().debian().orElseThrow();
        try {
            return MachineSystem.make(
                    PROJECT, client, PROJECT.resolve("test-harness/target/machine"));
        } catch (IOException e) {
            assumeTrue(false, "no Debian can be made here: " + e.getMessage());
            throw e;
        }
    }
}
