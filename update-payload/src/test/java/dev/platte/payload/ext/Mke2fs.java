package dev.platte.payload.ext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Images made by e2fsprogs from a directory, without root. */
public final class Mke2fs {
    private Mke2fs() {}

    /**
     * Makes an image.
     *
     * @param type ext2, ext3 or ext4
     * @param size such as 8M
     */
    public static Path image(
            Path tree, Path image, String type, int blockSize, String size, String... more)
            throws IOException, InterruptedException {
        Files.deleteIfExists(image);
        List<String> command =
                new ArrayList<>(
                        List.of(
                                "mke2fs",
                                "-q",
                                "-F",
                                "-t",
                                type,
                                "-b",
                                Integer.toString(blockSize),
                                "-U",
                                "00000000-0000-0000-0000-0000000e7544",
                                "-E",
                                "hash_seed=00000000-0000-0000-0000-0000000e7544,root_owner=0:0,lazy_itable_init=0"));
        command.addAll(List.of(more));
        command.addAll(List.of("-d", tree.toString(), image.toString(), size));
        run(command.toArray(String[]::new));
        return image;
    }

    static String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(
                        Map.of(
                                "E2FSPROGS_FAKE_TIME",
                                "1700000000",
                                "MKE2FS_SYNC",
                                "0",
                                "PATH",
                                System.getenv("PATH") + ":/usr/sbin:/sbin"));
        builder.command().set(0, found(command[0]));
        Process process = builder.start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static String found(String program) {
        for (String directory : List.of("/usr/sbin", "/sbin", "/usr/bin")) {
            if (Files.isExecutable(Path.of(directory, program))) {
                return directory + "/" + program;
            }
        }
        assumeTrue(false, program + " is missing; install the Debian package e2fsprogs");
        return program;
    }
}
