package dev.platte.client.postinst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.platte.client.postinst.Postinst.Ending;
import dev.platte.client.program.Program;
import dev.platte.client.slot.SlotPlace;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real images of real file systems in a disk image, mounted by the kernel. */
class PostinstTest {
    private static final int OFFSET = 1 << 20;
    private static final int SIZE = 4 << 20;

    @TempDir Path temp;
    private Duration timeout = Duration.ofMinutes(1);

    @BeforeEach
    void onlyRootMounts() throws IOException {
        assumeTrue(
                Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
                "only root can mount images");
        assumeTrue(Files.exists(Path.of("/dev/loop-control")), "this kernel has no loop devices");
    }

    @AfterEach
    void nothingStaysMounted() throws IOException {
        assertThat(Files.readString(Path.of("/proc/self/mounts"))).doesNotContain(temp.toString());
    }

    private static void run(String... command) throws InterruptedException {
        Program.Result result =
                new Program(List.of(command), System.getenv(), Duration.ofMinutes(1)).run();
        assertThat(result.ending().isSuccess()).as(result.toString()).isTrue();
    }

    private static void require(String program, String debianPackage) {
        assumeTrue(
                Stream.of("/usr/bin", "/usr/sbin", "/sbin", "/bin")
                        .anyMatch(dir -> Files.isExecutable(Path.of(dir, program))),
                "%s is not installed (Debian package %s)".formatted(program, debianPackage));
    }

    private Path tree(String script) throws IOException {
        Path tree = Files.createDirectories(temp.resolve("tree"));
        if (!script.isEmpty()) {
            Path file = Files.writeString(tree.resolve("postinst"), "#!/bin/sh\n" + script + "\n");
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
        Files.writeString(tree.resolve("what"), "the new image\n");
        return tree;
    }

    /** A disk with the image somewhere in its middle. */
    private SlotPlace disk(Path image) throws IOException {
        Path disk = temp.resolve("disk");
        try (RandomAccessFile file = new RandomAccessFile(disk.toFile(), "rw")) {
            file.setLength(OFFSET + Math.max(SIZE, Files.size(image)) + OFFSET);
            file.seek(OFFSET);
            file.write(Files.readAllBytes(image));
            return new SlotPlace(disk, Optional.empty(), OFFSET, file.length() - 2 * OFFSET);
        }
    }

    private SlotPlace ext(String script) throws IOException, InterruptedException {
        require("mke2fs", "e2fsprogs");
        Path image = temp.resolve("image");
        run(
                "mke2fs",
                "-q",
                "-t",
                "ext4",
                "-d",
                tree(script).toString(),
                image.toString(),
                SIZE / 1024 + "k");
        return disk(image);
    }

    private Ending postinst(SlotPlace place) throws InterruptedException {
        return postinst(place, Optional.empty(), () -> false);
    }

    private Ending postinst(SlotPlace place, Optional<Path> kernel, BooleanSupplier over)
            throws InterruptedException {
        return new Postinst(
                        temp.resolve("run"),
                        timeout,
                        Map.of(
                                "PATH", System.getenv("PATH"),
                                "HTTPS_PROXY", "http://proxy:3128",
                                "SECRET", "of the daemon"),
                        Map.of("PLATTE_VERSION", "2.0.0", "OUT", temp.resolve("out").toString()))
                .run(place, kernel, over);
    }

    private String out() throws IOException {
        return Files.readString(temp.resolve("out"));
    }

    @Test
    void itRunsFromTheImageWithDeviceAndKernel() throws Exception {
        SlotPlace place =
                ext(
                        """
                        { echo "args $*"; cat "$(dirname "$0")/what"; env; } > "$OUT"
                        touch "$(dirname "$0")/x" 2>/dev/null && echo writable >> "$OUT"
                        exit 0
                        """);
        byte[] before = Files.readAllBytes(place.disk());
        assertThat(postinst(place, Optional.of(Path.of("/boot/flatcar/vmlinuz-b")), () -> false))
                .isEqualTo(new Ending.Done());
        assertThat(out())
                .containsPattern("args /dev/loop\\d+ KERNEL=/boot/flatcar/vmlinuz-b\\n")
                .contains(
                        "the new image\n", "HTTPS_PROXY=http://proxy:3128", "PLATTE_VERSION=2.0.0")
                .doesNotContain("SECRET", "writable");
        assertThat(Files.readAllBytes(place.disk())).isEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource({
        "mksquashfs, squashfs-tools, squashfs",
        "mkfs.erofs, erofs-utils, erofs",
        "mkfs.btrfs, btrfs-progs, btrfs",
    })
    void everyFileSystemOfAnImageIsMounted(String program, String debianPackage, String type)
            throws Exception {
        require(program, debianPackage);
        assumeTrue(
                Files.readString(Path.of("/proc/filesystems")).contains("\t" + type + "\n"),
                "this kernel does not know " + type);
        Path tree = tree("cat \"$(dirname \"$0\")/what\" > \"$OUT\"");
        Path image = temp.resolve("image");
        switch (type) {
            case "squashfs" -> run(program, tree.toString(), image.toString(), "-quiet");
            case "erofs" -> run(program, image.toString(), tree.toString());
            default -> {
                try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                    file.setLength(128 << 20);
                }
                run(program, "-q", "-r", tree.toString(), image.toString());
            }
        }
        assertThat(postinst(disk(image))).isEqualTo(new Ending.Done());
        assertThat(out()).isEqualTo("the new image\n");
    }

    @Test
    void anImageWithoutOneIsFine() throws Exception {
        assertThat(postinst(ext(""))).isEqualTo(new Ending.None());
    }

    @Test
    void statusThreeAsksForAnotherBootAndOthersFail() throws Exception {
        assertThat(postinst(ext("echo first; echo wrong firmware >&2; exit 3")))
                .isEqualTo(
                        new Ending.NeedsOtherBoot(
                                "the image's postinst: exit status 3; it said last: wrong firmware"));
        assertThat(postinst(ext("exit 1")))
                .isEqualTo(new Ending.Failed("the image's postinst: exit status 1"));
    }

    @Test
    void aTimeOutKillsItWithItsChildren() throws Exception {
        timeout = Duration.ofMillis(500);
        Ending ending = postinst(ext("echo begun; sleep 1000 & sleep 1000"));
        assertThat(ending)
                .isEqualTo(
                        new Ending.Failed(
                                "the image's postinst: not done after 500 ms; it said last: begun"));
    }

    @Test
    void theEndOfTheProcessBreaksItOff() throws Exception {
        SlotPlace place = ext("echo begun > \"$OUT\"; sleep 1000");
        AtomicBoolean interrupted = new AtomicBoolean();
        try {
            postinst(place, Optional.empty(), () -> Files.exists(temp.resolve("out")));
        } catch (InterruptedException e) {
            interrupted.set(true);
        }
        assertThat(interrupted).isTrue();
    }

    @Test
    void whatCannotBeMountedFails() throws Exception {
        Path noise = Files.write(temp.resolve("noise"), new byte[SIZE]);
        assertThat(((Ending.Failed) postinst(disk(noise))).words()).contains("no file system");
        SlotPlace broken = ext("exit 0");
        try (RandomAccessFile file = new RandomAccessFile(broken.disk().toFile(), "rw")) {
            // The mark stays, the rest of the superblock goes.
            file.seek(OFFSET + 1024);
            file.write(new byte[56]);
            file.seek(OFFSET + 1024 + 58);
            file.write(new byte[900]);
        }
        assertThat(((Ending.Failed) postinst(broken)).words()).contains("cannot be mounted");
    }

    @Test
    void whatAKilledRunLeftMountedIsTakenAway() throws Exception {
        SlotPlace place = ext("exit 0");
        ImageMount left = ImageMount.of(place, temp.resolve("run/platte/postinst"));
        assertThat(left.point().resolve("what")).exists();
        Postinst.cleanUp(temp.resolve("run"));
        assertThat(left.point().resolve("what")).doesNotExist();
    }
}
