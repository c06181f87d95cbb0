package dev.platte.client.coordinator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.platte.client.coordinator.Coordinator.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** flock(1) stands for locksmith: both use flock(2). */
@Timeout(60)
class CoordinatorTest {
    @TempDir Path run;
    private Path file;

    @BeforeEach
    void place() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/flock")), "no flock: install util-linux");
        file = run.resolve("update-engine/coordinator.conf");
    }

    private int flock(String... words) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
        Process process = builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }

    private boolean isLocked() throws Exception {
        return flock("flock", "-n", file.toString(), "true") == 1;
    }

    @Test
    void whoCoordinatesSaysSoUnderALock() throws Exception {
        try (Coordinator coordinator = new Coordinator(run)) {
            assertThat(coordinator.take()).isEmpty();
            assertThat(coordinator.take()).as("again").isEmpty();
            coordinator.say("etcd-lock", Stage.RUNNING);
            assertThat(file).hasContent("NAME=update-client\nSTRATEGY=etcd-lock\nSTATE=running");
            assertThat(isLocked()).isTrue();
            coordinator.say("etcd-lock", Stage.REBOOT_PLANNED);
            assertThat(file).content().endsWith("STATE=reboot-planned");
            assertThat(isLocked()).as("also the file that took its place").isTrue();
            assertThat(new Coordinator(run).take()).contains("update-client");
        }
        assertThat(isLocked()).isFalse();
        try (var files = Files.list(file.getParent())) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void anotherCoordinatorIsNamedAndFollowed() throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "STATE=running\nNAME=locksmithd\nSTRATEGY=reboot");
        Process locksmith =
                new ProcessBuilder(
                                "flock",
                                "-n",
                                file.toString(),
                                "sh",
                                "-c",
                                "echo has it; read line")
                        .redirectErrorStream(true)
                        .start();
        try (Coordinator coordinator = new Coordinator(run)) {
            assertThat(locksmith.inputReader().readLine()).isEqualTo("has it");
            assertThat(coordinator.take()).contains("locksmithd");
            coordinator.say("reboot", Stage.RUNNING);
            assertThat(file).content().contains("locksmithd");
            locksmith.getOutputStream().close();
            assertThat(locksmith.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(coordinator.take()).isEmpty();
        } finally {
            locksmith.destroyForcibly();
        }
    }
}
