package dev.platte.payload.create;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.payload.ext.Mke2fs;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Images of real files, which every machine that runs this has: those of the JDK. The next release
 * has some edited, renamed, removed, added, and compiled again.
 */
class RealImagesTest {
    private static final long MOST = 12 << 20;
    private static final int INODES = 1024;
    private static final int INODE = 256;

    @TempDir Path directory;

    private final Random random = new Random(12);

    /** Tight images have hardly a block to put anything aside in. */
    @ParameterizedTest
    @CsvSource({"ext4, 4096, 40", "ext4, 4096, 8", "ext2, 1024, 20"})
    void aReleaseBecomesTheNextByTheRules(String type, int blockSize, int sparePercent)
            throws Exception {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        copyJdk(tree);
        Path next = Files.createDirectory(directory.resolve("next"));
        for (Path file : files(tree)) {
            Path to = next.resolve(tree.relativize(file).toString());
            Files.createDirectories(to.getParent());
            Files.copy(file, to);
        }
        nextRelease(next);
        long need = Math.max(blocks(tree, blockSize), blocks(next, blockSize));
        String size = need * (100 + sparePercent) / 100 * blockSize / 1024 + "k";
        Path old = image(tree, "old.img", type, size, blockSize);
        Path made = image(next, "made.img", type, size, blockSize);
        Path bench = Files.createDirectory(directory.resolve("bench"));
        try (Bench deltas = new Bench(bench)) {
            DeltaResult result = deltas.create(old, made, Optional.empty(), Optional.empty(), 2);
            assertThat(result.whyFull()).isEmpty();
            assertThat(result.changes().orElseThrow().byFile()).isTrue();
            assertThat(result.payload().size()).isLessThan(MOST / 20);
            ReferenceApplier reference = new ReferenceApplier(deltas.payload());
            byte[] applied = reference.partition(Files.readAllBytes(old));
            assertThat(Arrays.mismatch(applied, Files.readAllBytes(made))).isEqualTo(-1);
            reference.requireEnd();
            Files.move(old, bench.resolve("old"));
            deltas.apply();
            assertThat(bench.resolve("image")).hasSameBinaryContentAs(made);
        }
    }

    @Test
    void anImageOfAnotherKindIsComparedByBlocks() throws Exception {
        Path tree = Files.createDirectory(directory.resolve("tree"));
        copyJdk(tree);
        Path old = archive(tree, "old");
        nextRelease(tree);
        Path made = archive(tree, "made");
        Path bench = Files.createDirectory(directory.resolve("bench"));
        try (Bench deltas = new Bench(bench)) {
            DeltaResult result = deltas.create(old, made, Optional.empty(), Optional.empty(), 2);
            assertThat(result.changes().orElseThrow().byFile()).isFalse();
            assertThat(result.payload().size()).isLessThan(MOST / 20);
            Files.move(old, bench.resolve("old"));
            deltas.apply();
            assertThat(bench.resolve("image")).hasSameBinaryContentAs(made);
        }
    }

    private Path image(Path tree, String name, String type, String size, int blockSize)
            throws Exception {
        Path image =
                Mke2fs.image(
                        tree,
                        directory.resolve(name),
                        type,
                        blockSize,
                        size,
                        "-m",
                        "0",
                        "-N",
                        Integer.toString(INODES),
                        "-O^resize_inode,^has_journal");
        pad(image);
        return image;
    }

    /** All files one after the other: as much structure as an image has that nobody can read. */
    private Path archive(Path tree, String name) throws IOException {
        Path out = directory.resolve(name);
        Files.write(out, new byte[0]);
        for (Path file : files(tree)) {
            Files.write(out, Files.readAllBytes(file), StandardOpenOption.APPEND);
        }
        pad(out);
        return out;
    }

    private static void pad(Path image) throws IOException {
        int rest = (int) (-Files.size(image) & 4095);
        Files.write(image, new byte[rest], StandardOpenOption.APPEND);
    }

    /** What an image takes at least, with its inodes. */
    private static long blocks(Path tree, int blockSize) throws IOException {
        long blocks = 0;
        for (Path file : files(tree)) {
            blocks += Math.ceilDiv(Files.size(file), blockSize) + 1;
        }
        return blocks + INODES * INODE / blockSize + (1 << 20) / blockSize;
    }

    private static void copyJdk(Path tree) throws IOException {
        Path jdk = Path.of(System.getProperty("java.home"));
        long left = MOST;
        for (Path file : files(jdk)) {
            long size = Files.size(file);
            if (size <= left / 2) {
                left -= size;
                Path to = tree.resolve(jdk.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to);
            }
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> found = Files.walk(directory)) {
            return found.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private void nextRelease(Path tree) throws IOException {
        for (Path file : files(tree)) {
            switch (random.nextInt(25)) {
                case 0 -> Files.writeString(file, "edited\n" + file.getFileName());
                case 1 -> Files.move(file, file.resolveSibling(file.getFileName() + ".moved"));
                case 2 -> Files.delete(file);
                case 3 -> Files.write(file.resolveSibling(file.getFileName() + ".new"), noise(900));
                case 4, 5, 6 -> Files.write(file, compiledAgain(Files.readAllBytes(file)));
                default -> {}
            }
        }
    }

    private byte[] noise(int length) {
        byte[] noise = new byte[length];
        random.nextBytes(noise);
        return noise;
    }

    private byte[] compiledAgain(byte[] program) {
        int cut = random.nextInt(program.length + 1);
        byte[] code = noise(4 + random.nextInt(300));
        ByteBuffer longer =
                ByteBuffer.allocate(program.length + code.length)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put(program, 0, cut)
                        .put(code)
                        .put(program, cut, program.length - cut);
        for (int at = 0; at + 4 <= longer.capacity(); at += 4 * (1 + random.nextInt(9))) {
            int word = longer.getInt(at);
            if (word > 0x1000 && word < program.length) {
                longer.putInt(at, word + code.length);
            }
        }
        return longer.array();
    }
}
