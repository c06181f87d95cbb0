package dev.platte.db.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlobsTest {

    private static final String ABC_256 =
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    private static final String ABC_1 = "a9993e364706816aba3e25717850c26c9cd0d89d";

    @TempDir Path directory;
    private Blobs blobs;

    @BeforeEach
    void open() throws IOException {
        blobs = Blobs.open(directory.resolve("blobs"), 1000);
    }

    @AfterEach
    void close() throws IOException {
        blobs.close();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** All files but the locks of the processes. */
    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(directory.resolve("blobs"))) {
            return all.filter(Files::isRegularFile).filter(file -> !file.endsWith("lock")).toList();
        }
    }

    @Test
    void storedFileIsFoundByItsHash() throws IOException {
        Blob blob = blobs.store(bytes("abc"), new Expected(3L, ABC_256.toUpperCase(Locale.ROOT)));
        assertThat(blob).isEqualTo(new Blob(ABC_256, ABC_1, 3));
        assertThat(blobs.find(ABC_256)).hasValueSatisfying(f -> assertThat(f).hasContent("abc"));
        try (FileChannel file = blobs.read(ABC_256)) {
            assertThat(file.size()).isEqualTo(3);
        }
        assertThat(blobs.store(bytes("abc"), Expected.NOTHING)).isEqualTo(blob);
        assertThat(files()).hasSize(1);
    }

    @Test
    void wrongHashNeverBecomesVisible() throws IOException {
        BlobException refused =
                catchThrowableOfType(
                        BlobException.class,
                        () -> blobs.store(bytes("abd"), new Expected(null, ABC_256)));
        assertThat(refused.reason()).isEqualTo(BlobException.Cause.WRONG_HASH);
        assertThat(files()).isEmpty();
        assertThat(blobs.find(ABC_256)).isEmpty();
    }

    @Test
    void wrongSizeNeverBecomesVisible() throws IOException {
        BlobException refused =
                catchThrowableOfType(
                        BlobException.class,
                        () -> blobs.store(bytes("abc"), new Expected(4L, null)));
        assertThat(refused.reason()).isEqualTo(BlobException.Cause.WRONG_SIZE);
        assertThat(files()).isEmpty();
    }

    @Test
    void tooLongStreamIsCutAtTheLimit() throws IOException {
        InputStream endless =
                new InputStream() {
                    @Override
                    public int read() {
                        return 'x';
                    }
                };
        BlobException refused =
                catchThrowableOfType(
                        BlobException.class, () -> blobs.store(endless, Expected.NOTHING));
        assertThat(refused.reason()).isEqualTo(BlobException.Cause.TOO_LARGE);
        assertThatThrownBy(() -> blobs.store(bytes("abc"), new Expected(1001L, null)))
                .isInstanceOf(BlobException.class);
        assertThat(files()).isEmpty();
    }

    @Test
    void brokenStreamLeavesNothing() throws IOException {
        InputStream broken =
                new InputStream() {
                    private int left = 10;

                    @Override
                    public int read() throws IOException {
                        if (left == 0) {
                            throw new IOException("connection reset");
                        }
                        left--;
                        return 'x';
                    }
                };
        assertThatThrownBy(() -> blobs.store(broken, Expected.NOTHING))
                .hasMessage("connection reset");
        assertThat(files()).isEmpty();
    }

    @Test
    void leftoversOfACrashAreRemovedAtStart() throws IOException {
        blobs.store(bytes("abc"), Expected.NOTHING);
        Path crashed = Files.createDirectory(directory.resolve("blobs/incoming/crashed"));
        Files.writeString(crashed.resolve("1234.part"), "half");
        Files.createFile(crashed.resolve("lock"));
        try (Blobs again = Blobs.open(directory.resolve("blobs"), 1000)) {
            assertThat(crashed).doesNotExist();
            assertThat(again.find(ABC_256)).isPresent();
        }
    }

    @Test
    void theUnfinishedUploadOfALivingProcessStays() throws IOException {
        Blob stored =
                blobs.store(
                        bytes("abc"),
                        Expected.NOTHING,
                        (file, whole) -> {
                            Blobs.open(directory.resolve("blobs"), 1000).close();
                            assertThat(file).exists();
                        });
        assertThat(blobs.find(stored.sha256())).isPresent();
    }

    @Test
    void nothingButAHashIsAnAddress() {
        for (String name :
                List.of("", "..", "../incoming/x", "ab", ABC_256.toUpperCase(Locale.ROOT))) {
            assertThat(blobs.find(name)).isEmpty();
            assertThatThrownBy(() -> blobs.read(name)).isInstanceOf(NoSuchFileException.class);
        }
    }

    @Test
    void removedFileIsGone() throws IOException {
        blobs.store(bytes("abc"), Expected.NOTHING);
        assertThat(blobs.remove(ABC_256)).isTrue();
        assertThat(blobs.remove(ABC_256)).isFalse();
        assertThat(blobs.find(ABC_256)).isEmpty();
    }

    @Test
    void fullDiskIsNamedAndLeavesNothing() throws Exception {
        Path small = directory.resolve("small");
        Files.createDirectories(small);
        Assumptions.assumeTrue(
                run("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", small.toString()),
                "no small disk to fill: mounting a tmpfs needs root; run the tests as root");
        try (Blobs full = Blobs.open(small.resolve("blobs"), 1 << 20)) {
            BlobException refused =
                    catchThrowableOfType(
                            BlobException.class,
                            () -> full.store(bytes("x".repeat(200_000)), Expected.NOTHING));
            assertThat(refused.reason()).isEqualTo(BlobException.Cause.NO_SPACE);
            assertThat(refused).hasMessageContaining("full").hasMessageContaining("make room");
            try (Stream<Path> all = Files.walk(small)) {
                assertThat(all.filter(file -> file.toString().endsWith(".part"))).isEmpty();
            }
        } finally {
            run("umount", small.toString());
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
