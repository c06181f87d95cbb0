package dev.platte.payload.bsdiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The programs bsdiff and bspatch of the Debian package bsdiff. */
final class Debian {
    private Debian() {}

    static byte[] bsdiff(Path directory, byte[] old, byte[] made) throws Exception {
        Path patch = directory.resolve("patch");
        run(
                "bsdiff",
                Files.write(directory.resolve("old"), old),
                Files.write(directory.resolve("new"), made),
                patch);
        return Files.readAllBytes(patch);
    }

    static byte[] bspatch(Path directory, byte[] old, byte[] patch) throws Exception {
        Path made = directory.resolve("made");
        run(
                "bspatch",
                Files.write(directory.resolve("old"), old),
                made,
                Files.write(directory.resolve("patch"), patch));
        return Files.readAllBytes(made);
    }

    private static void run(String program, Path first, Path second, Path third) throws Exception {
        try {
            Process process =
                    new ProcessBuilder(
                                    program, first.toString(), second.toString(), third.toString())
                            .inheritIO()
                            .start();
            assertThat(process.waitFor()).isZero();
        } catch (IOException e) {
            assumeTrue(false, program + " is missing; install the Debian package bsdiff");
        }
    }
}
