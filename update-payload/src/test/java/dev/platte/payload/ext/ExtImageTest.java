package dev.platte.payload.ext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.platte.payload.format.Vectors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Images are made by mke2fs, and what debugfs reads of them is what we must find. */
class ExtImageTest {
    @TempDir Path directory;

    private final Map<String, byte[]> contents = new TreeMap<>();

    @ParameterizedTest
    @CsvSource({
        "ext2, 1024, 24M, -Onone",
        "ext2, 4096, 24M, -Oresize_inode",
        "ext3, 2048, 32M, -Onone",
        "ext4, 1024, 24M, -O^has_journal",
        "ext4, 4096, 24M, -O^has_journal",
        "ext4, 4096, 24M, -O64bit",
        "ext4, 4096, 24M, -I128",
        "ext4, 4096, 24M, '-O^flex_bg,^metadata_csum'",
        "ext4, 65536, 64M, -O^has_journal"
    })
    void everyFileIsFoundWithItsContent(String type, int blockSize, String size, String option)
            throws Exception {
        Path image =
                Mke2fs.image(tree(), directory.resolve("image"), type, blockSize, size, option);
        Map<String, byte[]> found = new TreeMap<>();
        try (FileChannel channel = FileChannel.open(image)) {
            for (ExtFile file : ExtImage.files(channel, channel.size())) {
                found.put(file.path(), content(channel, file));
            }
        }
        assertThat(found.keySet()).isEqualTo(contents.keySet());
        found.forEach(
                (path, bytes) ->
                        assertThat(Arrays.mismatch(bytes, contents.get(path)))
                                .as(path)
                                .isEqualTo(-1));
    }

    @Test
    void aFragmentedFileIsReadInItsOwnOrder() throws Exception {
        Path image = Mke2fs.image(tree(), directory.resolve("image"), "ext4", 1024, "24M");
        Path big = directory.resolve("big");
        byte[] bytes = new byte[6_000_000];
        new Random(9).nextBytes(bytes);
        Files.write(big, bytes);
        // Every second small file goes, and the large one fills the holes.
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 400; i += 2) {
            script.append("rm /many/file-").append(i).append('\n');
        }
        script.append("write ").append(big).append(" big\n");
        Path commands = Files.writeString(directory.resolve("commands"), script);
        Mke2fs.run("debugfs", "-w", "-f", commands.toString(), image.toString());
        try (FileChannel channel = FileChannel.open(image)) {
            ExtFile found = byPath(channel).get("/big");
            assertThat(found.runs()).hasSizeGreaterThan(20);
            assertThat(content(channel, found)).isEqualTo(bytes);
        }
    }

    @Test
    void theFilesOfTheVectorsAreFound() throws Exception {
        Path image = Files.write(directory.resolve("usr-2.img"), Vectors.image());
        String listed = Mke2fs.run("debugfs", "-R", "ls -p /", image.toString());
        try (FileChannel channel = FileChannel.open(image)) {
            for (String path : byPath(channel).keySet()) {
                String first = path.split("/")[1];
                assertThat(listed).contains("/" + first + "/");
            }
            assertThat(byPath(channel)).isNotEmpty();
        }
    }

    @Test
    void holesAndReservedBlocksAreNoContent() throws Exception {
        Path sparse = directory.resolve("tree/sparse");
        tree();
        try (RandomAccessFile file = new RandomAccessFile(sparse.toFile(), "rw")) {
            file.seek(900_000);
            file.write(new byte[] {1, 2, 3});
        }
        Path image =
                Mke2fs.image(
                        directory.resolve("tree"), directory.resolve("image"), "ext4", 4096, "24M");
        Mke2fs.run("debugfs", "-w", "-R", "fallocate /sparse 100 120", image.toString());
        try (FileChannel channel = FileChannel.open(image)) {
            ExtFile found = byPath(channel).get("/sparse");
            assertThat(found.size()).isEqualTo(900_003);
            assertThat(found.runs()).hasSize(1);
            assertThat(found.runs().getFirst().length()).isEqualTo(4096);
        }
    }

    @Test
    void whatIsNoFileSystemIsSaid() throws Exception {
        for (int size : new int[] {0, 1, 2047, 2048, 100_000}) {
            Path file = Files.write(directory.resolve("no"), new byte[size]);
            try (FileChannel channel = FileChannel.open(file)) {
                assertThatExceptionOfType(ExtException.class)
                        .isThrownBy(() -> ExtImage.files(channel, channel.size()));
            }
        }
    }

    /** Damage where it hurts: in the superblock, descriptors, inodes, directories, extents. */
    @Property(tries = 400)
    void aBrokenImageIsRefusedOrGivesPlacesWithinIt(@ForAll long seed) throws Exception {
        Random random = new Random(seed);
        byte[] bytes = Broken.IMAGE.clone();
        int changes = 1 + random.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = Broken.places[random.nextInt(Broken.places.length)];
            switch (random.nextInt(3)) {
                case 0 -> bytes[at] = (byte) random.nextInt();
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                default -> {
                    int from = Broken.places[random.nextInt(Broken.places.length)];
                    int length = 1 + random.nextInt(64);
                    System.arraycopy(
                            Broken.IMAGE,
                            Math.min(from, bytes.length - length),
                            bytes,
                            Math.min(at, bytes.length - length),
                            length);
                }
            }
        }
        Path file = Files.createTempFile("broken", ".img");
        try (FileChannel channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE)) {
            channel.write(ByteBuffer.wrap(bytes));
            for (ExtFile found : ExtImage.files(channel, bytes.length)) {
                for (ExtFile.Run run : found.runs()) {
                    assertThat(run.offset()).isNotNegative();
                    assertThat(run.length()).isPositive();
                    assertThat(run.offset() + run.length()).isLessThanOrEqualTo(bytes.length);
                }
            }
        } catch (ExtException e) {
            assertThat(e).hasMessageNotContaining("null");
        }
    }

    private static final class Broken {
        static final byte[] IMAGE;
        static final int[] places;

        static {
            try {
                IMAGE = Vectors.image();
                // What is neither zero nor noise: the first half holds metadata and text.
                places =
                        java.util.stream.IntStream.range(1024, IMAGE.length)
                                .filter(i -> i < 80 * 1024 || IMAGE[i] != 0 && i % 997 == 0)
                                .toArray();
            } catch (RuntimeException e) {
                throw new ExceptionInInitializerError(e);
            }
        }

        private Broken() {}
    }

    private Path tree() throws IOException {
        Random random = new Random(4);
        Path tree = Files.createDirectories(directory.resolve("tree"));
        write(tree, "/empty", new byte[0]);
        write(tree, "/one", new byte[] {7});
        write(tree, "/bin/tool", noise(random, 70_001));
        write(tree, "/lib/deep/er/and/deeper/library.so.1", noise(random, 300_000));
        write(tree, "/lib/large", noise(random, 5_000_000));
        for (int i = 0; i < 400; i++) {
            write(tree, "/many/file-" + i, noise(random, 1 + random.nextInt(5000)));
        }
        contents.remove("/empty");
        Files.createSymbolicLink(tree.resolve("link"), Path.of("one"));
        return tree;
    }

    private static byte[] noise(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private void write(Path tree, String path, byte[] bytes) throws IOException {
        Path file = tree.resolve(path.substring(1));
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        contents.put(path, bytes);
    }

    private static Map<String, ExtFile> byPath(FileChannel channel)
            throws IOException, ExtException {
        return ExtImage.files(channel, channel.size()).stream()
                .collect(Collectors.toMap(ExtFile::path, Function.identity()));
    }

    private static byte[] content(FileChannel channel, ExtFile file) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (ExtFile.Run run : file.runs()) {
            ByteBuffer piece = ByteBuffer.allocate((int) run.length());
            while (piece.hasRemaining()) {
                assertThat(channel.read(piece, run.offset() + piece.position())).isPositive();
            }
            out.writeBytes(piece.array());
        }
        return Arrays.copyOf(out.toByteArray(), (int) file.size());
    }
}
