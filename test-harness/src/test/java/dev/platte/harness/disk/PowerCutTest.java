package dev.platte.harness.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.gpt.BlockDevice;
import dev.platte.client.gpt.FileDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PowerCutTest {
    @TempDir Path temp;

    private static ByteBuffer sectors(String letters) {
        ByteBuffer bytes = ByteBuffer.allocate(letters.length() * 512);
        for (byte letter : letters.getBytes(StandardCharsets.US_ASCII)) {
            for (int i = 0; i < 512; i++) {
                bytes.put(letter);
            }
        }
        return bytes.flip();
    }

    /** One letter per sector; ? for a sector that is half one and half the other. */
    private static String show(BlockDevice disk) throws IOException {
        StringBuilder text = new StringBuilder();
        for (long at = 0; at < disk.size(); at += 512) {
            ByteBuffer sector = ByteBuffer.allocate(512);
            disk.read(at, sector);
            text.append(sector.get(0) == sector.get(511) ? (char) sector.get(0) : '?');
        }
        return text.toString();
    }

    private Set<String> cuts(PowerCut.Bounds bounds, Writes writes) throws IOException {
        Path file = temp.resolve("disk");
        Files.write(file, sectors("......").array());
        Set<String> seen = new LinkedHashSet<>();
        try (FileDevice base = FileDevice.open(file, 512);
                PowerCut cut = PowerCut.over(base, temp.resolve("log"))) {
            writes.to(cut.device());
            cut.forEachCut(
                    bounds,
                    (text, disk) -> {
                        seen.add(show(disk));
                        disk.write(0, sectors("X"));
                    });
            assertThat(show(base)).isEqualTo("......");
        }
        return seen;
    }

    @FunctionalInterface
    interface Writes {
        void to(BlockDevice disk) throws IOException;
    }

    @Test
    void unsyncedWritesSurviveInAnySubsetAndTorn() throws IOException {
        Set<String> seen =
                cuts(
                        PowerCut.Bounds.EVERYTHING,
                        disk -> {
                            disk.write(0, sectors("ab"));
                            disk.write(2 * 512, sectors("c"));
                            assertThat(show(disk)).isEqualTo("abc...");
                        });
        assertThat(seen)
                .containsExactlyInAnyOrder(
                        "......", "?.....", "a.....", "a?....", ".b....", "ab....", "ab?...",
                        "abc...", "..c...", "?.c...", "a.c...", "a?c...", ".bc...", "..?...");
    }

    @Test
    void syncedWritesSurviveAlways() throws IOException {
        Set<String> seen =
                cuts(
                        PowerCut.Bounds.EVERYTHING,
                        disk -> {
                            disk.write(0, sectors("a"));
                            disk.sync();
                            disk.sync();
                            disk.write(512, sectors("b"));
                            disk.sync();
                        });
        assertThat(seen)
                .containsExactlyInAnyOrder("......", "?.....", "a.....", "a?....", "ab....");
    }

    @Test
    void boundsKeepTheNumberOfCutsDown() throws IOException {
        Path file = temp.resolve("disk");
        Files.write(file, new byte[1 << 20]);
        try (FileDevice base = FileDevice.open(file, 512);
                PowerCut cut = PowerCut.over(base, temp.resolve("log"))) {
            for (int i = 0; i < 100; i++) {
                cut.device().write(i * 4096L, ByteBuffer.allocate(4096));
            }
            int count = cut.forEachCut(new PowerCut.Bounds(0, 3, 5, 1), (text, disk) -> {});
            assertThat(count).isBetween(5, 500);
            assertThat(cut.syncs()).isZero();
        }
    }
}
