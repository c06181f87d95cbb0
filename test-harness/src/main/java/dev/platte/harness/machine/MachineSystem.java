package dev.platte.harness.machine;

import dev.platte.harness.disk.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What every machine here is made of: a Debian with the client's package in it, taken apart.
 *
 * @param usr the tree of {@code /usr}, for the slots
 * @param root the tree of everything else
 * @param kernel Debian's, with NVMe and ext4 built in: it needs no initrd
 * @param releases a folder for what is made of it; it goes with it
 */
record MachineSystem(Path usr, Path root, Path kernel, Path releases) {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /**
     * Makes it; what comes from Debian is kept in the cache and made anew only when the script that
     * makes it was changed.
     *
     * @param project the folder of the project
     * @param client the client's Debian package
     * @param cache a folder for all of it
     * @throws IOException when it cannot be made here; the message says why
     */
    static MachineSystem make(Path project, Path client, Path cache)
            throws IOException, InterruptedException {
        Files.createDirectories(cache);
        new Program(project.resolve("test-harness/src/main/machine/build"))
                .run(List.of(client.toString(), cache.toString()), Map.of(), PATIENCE)
                .orFail();
        return new MachineSystem(
                cache.resolve("usr"),
                cache.resolve("root"),
                cache.resolve("vmlinuz"),
                cache.resolve("releases"));
    }
}
