package dev.platte.harness.disk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.gpt.BootFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * Debian's tools, asked for their opinion. A test that wants one is skipped where it is not
 * installed.
 */
public final class Judges {
    private Judges() {}

    public static Program cgpt() {
        return installed("cgpt", "cgpt");
    }

    public static Program sgdisk() {
        return installed("sgdisk", "gdisk");
    }

    public static Program mke2fs() {
        return installed("mke2fs", "e2fsprogs");
    }

    private static Program installed(String name, String debianPackage) {
        Optional<Program> program = Program.find(name);
        Assumptions.assumeTrue(
                program.isPresent(),
                name + " is missing; on Debian: apt-get install " + debianPackage);
        return program.orElseThrow();
    }

    /** The flags as {@code cgpt show -i} prints them. */
    public static BootFlags flags(Path disk, int partition)
            throws IOException, InterruptedException {
        Program cgpt = cgpt();
        List<Integer> values = new ArrayList<>();
        for (String flag : List.of("-P", "-T", "-S")) {
            Program.Result result =
                    cgpt.run(
                                    List.of(
                                            "show",
                                            "-i",
                                            Integer.toString(partition),
                                            flag,
                                            disk.toString()))
                            .orFail();
            values.add(Integer.valueOf(result.text().strip()));
        }
        return new BootFlags(values.get(0), values.get(1), values.get(2) == 1);
    }

    /**
     * Fails unless both sgdisk and cgpt find the table of a disk with 512 byte sectors faultless.
     */
    public static void acceptedByAll(Path disk) throws IOException, InterruptedException {
        acceptedBySgdisk(disk);
        Program.Result shown = cgpt().run(List.of("show", disk.toString())).orFail();
        assertThat(shown.text() + shown.errors())
                .doesNotContainIgnoringCase("invalid")
                .doesNotContainIgnoringCase("error");
    }

    public static void acceptedBySgdisk(Path disk) throws IOException, InterruptedException {
        Program.Result result = sgdisk().run(List.of("-v", disk.toString())).orFail();
        assertThat(result.text())
                .contains("No problems found")
                .doesNotContain("Caution")
                .doesNotContain("Warning");
    }

    /** A directory that becomes a small release. */
    public static Path release(Path under, String version, int exitStatus) throws IOException {
        Path usr = Files.createDirectories(under.resolve("usr-" + version));
        Files.createDirectories(usr.resolve("lib/platte/health.d"));
        Files.createDirectories(usr.resolve("share/platte"));
        Files.writeString(
                usr.resolve("lib/os-release"), "NAME=Test\nVERSION=\"%s\"\n".formatted(version));
        Files.writeString(usr.resolve("share/platte/release"), "GROUP=stable\n");
        Path check = usr.resolve("lib/platte/health.d/10-check");
        Files.writeString(check, "#!/bin/sh\nexit %d\n".formatted(exitStatus));
        check.toFile().setExecutable(true);
        return usr;
    }
}
