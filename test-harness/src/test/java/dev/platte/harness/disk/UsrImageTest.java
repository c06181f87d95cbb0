package dev.platte.harness.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsrImageTest {
    private static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir Path temp;

    @Test
    void sameDirectoryGivesTheSameBytesAndTheSizeAsked() throws IOException, InterruptedException {
        Judges.mke2fs();
        Path usr = Judges.release(temp, "1.0.0", 0);
        UsrImage.build(usr, temp.resolve("one"), 2 << 20, MADE);
        UsrImage.build(usr, temp.resolve("two"), 2 << 20, MADE);
        assertThat(Files.size(temp.resolve("one"))).isEqualTo(2 << 20);
        assertThat(Files.mismatch(temp.resolve("one"), temp.resolve("two"))).isEqualTo(-1);
    }

    @Test
    void directoryThatDoesNotFitIsSaid() throws IOException {
        Judges.mke2fs();
        Path usr = Judges.release(temp, "1.0.0", 0);
        byte[] large = new byte[3 << 20];
        Arrays.fill(large, (byte) 1);
        Files.write(usr.resolve("large"), large);
        assertThatThrownBy(() -> UsrImage.build(usr, temp.resolve("one"), 2 << 20, MADE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("mke2fs");
    }
}
