package dev.platte.client.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.platte.client.gpt.BootFlags;
import dev.platte.client.program.Program;
import dev.platte.client.slot.SlotName;
import dev.platte.omaha.value.InstallSource;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A boot partition as small as those of the field, of the file system that firmware reads. */
class BootPartitionTest {
    private static final int KERNEL = 900_000;

    @TempDir private Path directory;
    private TestHost host;
    private Path boot;

    private static Program.Result run(String... command) throws InterruptedException {
        return new Program(List.of(command), System.getenv(), Duration.ofMinutes(1)).run();
    }

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "only root can mount a boot partition");
        host = new TestHost(directory);
        boot = Files.createDirectories(host.root.resolve("boot"));
        Path partition = directory.resolve("esp");
        try (RandomAccessFile file = new RandomAccessFile(partition.toFile(), "rw")) {
            file.setLength(2 << 20);
        }
        Program.Result made = run("mkfs.vfat", partition.toString());
        assumeTrue(
                made.ending().isSuccess(),
                "mkfs.vfat is not installed (Debian package dosfstools)");
        Program.Result mounted = run("mount", "-o", "loop", partition.toString(), boot.toString());
        assumeTrue(mounted.ending().isSuccess(), "this kernel mounts no vfat");
        host.write("boot/flatcar/vmlinuz-a", "a".repeat(600_000));
        host.write("boot/flatcar/vmlinuz-b", "b".repeat(600_000));
    }

    @AfterEach
    void unmount() throws InterruptedException {
        if (boot != null) {
            run("umount", boot.toString());
        }
    }

    private List<String> files() throws IOException {
        try (var listed = Files.list(boot.resolve("flatcar"))) {
            return listed.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    private State attempt(byte[] kernel) throws Exception {
        try (TestServer server = new TestServer(host.payloadWith(kernel))) {
            host.keys.put("SERVER", server.url("/v1/update/"));
            Agent agent = host.agent();
            agent.begin();
            agent.handle(new Request.Update(InstallSource.SCHEDULER));
            return agent.state();
        }
    }

    private static byte[] kernel(int size) {
        byte[] kernel = new byte[size];
        new Random(5).nextBytes(kernel);
        return kernel;
    }

    @Test
    void theOldKernelOfTheSlotGoesWhereThereIsNoRoomForBoth() throws Exception {
        assertThat(attempt(kernel(KERNEL))).isInstanceOf(State.NeedReboot.class);
        assertThat(files()).containsExactly("vmlinuz-a", "vmlinuz-b");
        assertThat(boot.resolve("flatcar/vmlinuz-b")).hasBinaryContent(kernel(KERNEL));
        assertThat(boot.resolve("flatcar/vmlinuz-a")).hasContent("a".repeat(600_000));
    }

    @Test
    void aKernelThatCannotFitIsRefusedBeforeAnythingIsTouched() throws Exception {
        assertThat(attempt(kernel(1_800_000))).isInstanceOf(State.Idle.class);
        assertThat(files()).containsExactly("vmlinuz-a", "vmlinuz-b");
        assertThat(boot.resolve("flatcar/vmlinuz-b")).hasContent("b".repeat(600_000));
        assertThat(host.flags(SlotName.B)).isEqualTo(new BootFlags(1, 0, true));
    }
}
