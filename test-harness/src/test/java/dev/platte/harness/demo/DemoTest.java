package dev.platte.harness.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.harness.disk.Program;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The main job, from a key to a fall-back, on the real programs. */
class DemoTest {

    @Test
    @Timeout(value = 15, unit = TimeUnit.MINUTES)
    void theMainJobWorksOnAnImageOfRealSize(@TempDir Path work) throws Exception {
        Assumptions.assumeTrue(
                Program.find("mke2fs").isPresent() && Program.find("debugfs").isPresent(),
                "e2fsprogs is not installed; on Debian: apt-get install e2fsprogs");
        ByteArrayOutputStream table = new ByteArrayOutputStream();
        Checklist checks;
        try (Programs programs = Programs.ofThisBuild()) {
            checks =
                    new Story(
                                    programs,
                                    work,
                                    System.out,
                                    new Random(7),
                                    Instant.EPOCH,
                                    Story.Size.REAL)
                            .tell(0);
        }
        checks.print(new PrintStream(table, true, StandardCharsets.UTF_8));
        assertThat(checks.holds()).as(table.toString(StandardCharsets.UTF_8)).isTrue();
    }

    @Test
    void aLineThatDoesNotHoldFailsTheTable() {
        Checklist checks = new Checklist();
        assertThat(checks.holds()).as("an empty table").isFalse();
        checks.compare("one", 1, 1);
        assertThat(checks.holds()).isTrue();
        checks.compare("two", 2, 3);
        assertThat(checks.holds()).isFalse();
    }
}
