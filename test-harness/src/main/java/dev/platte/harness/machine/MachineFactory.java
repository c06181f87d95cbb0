package dev.platte.harness.machine;

import dev.platte.harness.demo.Programs;
import dev.platte.harness.machine.MachineRelease.Fate;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Makes the releases of a machine's operating system, and signs what they are updated with. */
final class MachineFactory {
    private static final long BLOCK = 4096;
    private static final long MIB = 1 << 20;

    private final Programs programs;
    private final MachineSystem system;
    private final Path work;
    private final PrintStream out;

    private MachineFactory(Programs programs, MachineSystem system, PrintStream out) {
        this.programs = programs;
        this.system = system;
        this.work = system.releases();
        this.out = out;
    }

    /**
     * Opens it with a key. What it made of the same system before, it still has.
     *
     * @param out is told what it makes
     */
    static MachineFactory open(Programs programs, MachineSystem system, PrintStream out)
            throws IOException, InterruptedException {
        MachineFactory factory = new MachineFactory(programs, system, out);
        if (!Files.exists(factory.publicKey())) {
            Files.createDirectories(factory.work);
            Path key = factory.key();
            Files.deleteIfExists(key);
            factory.ctl("keys", "generate", "--type=rsa2048", "--out=" + key);
            factory.ctl("keys", "public", "--key=" + key, "--out=" + factory.publicKey());
        }
        return factory;
    }

    /** Where the key lies that its releases are signed with, PEM. */
    Path key() {
        return work.resolve("release.pem");
    }

    /** Its public half. */
    Path publicKey() {
        return work.resolve("release.pub.pem");
    }

    /** Builds a release. */
    MachineRelease build(String version, Fate fate) throws IOException, InterruptedException {
        MachineRelease release =
                new MachineRelease(version, work.resolve("usr-" + version + ".img"));
        if (!Files.exists(release.image())) {
            Path part = part(release.image());
            long size = imageSize(system.usr());
            release.build(fate, system.usr(), publicKey(), size, part);
            Files.move(part, release.image());
            out.printf("  %s: image %d MiB%n", version, size / MIB);
        }
        return release;
    }

    /** Makes the payload of a release; like the delta, it brings the kernel. */
    void sign(MachineRelease release) throws IOException, InterruptedException {
        if (!Files.exists(release.payload())) {
            payload(release, release.payload());
            out.printf(
                    "  %s: signed payload %d MiB%n",
                    release.version(), Files.size(release.payload()) / MIB);
        }
    }

    /** Makes the delta from another release to this one. */
    void signDelta(MachineRelease release, MachineRelease older)
            throws IOException, InterruptedException {
        Path delta = release.deltaFrom(older);
        if (Files.exists(delta)) {
            return;
        }
        payload(release, delta, "--source=" + older.image(), "--source-kernel=" + system.kernel());
        out.printf(
                "  %s: signed delta from %s %d KiB%n",
                release.version(), older.version(), Files.size(delta) / 1024);
    }

    private void payload(MachineRelease release, Path to, String... more)
            throws IOException, InterruptedException {
        Path part = part(to);
        List<String> words =
                new ArrayList<>(
                        List.of(
                                "payload",
                                "create",
                                "--image=" + release.image(),
                                "--kernel=" + system.kernel(),
                                "--key=" + key(),
                                "--out=" + part));
        words.addAll(List.of(more));
        ctl(words.toArray(String[]::new));
        Files.move(part, to);
    }

    private static Path part(Path file) throws IOException {
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Files.deleteIfExists(part);
        return part;
    }

    private void ctl(String... words) throws IOException, InterruptedException {
        Programs.Ended ended = programs.ask("updatectl", List.of(words));
        if (ended.status() != 0) {
            throw new IOException(
                    "updatectl " + String.join(" ", words) + " said: " + ended.output());
        }
    }

    /** Room for the files, for their inodes, and a little more. */
    private static long imageSize(Path tree) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.walk(tree)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                BasicFileAttributes seen =
                        Files.readAttributes(
                                file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                bytes += seen.isSymbolicLink() ? 0 : Math.ceilDiv(seen.size(), BLOCK) * BLOCK;
            }
        }
        return Math.ceilDiv(bytes + bytes / 20 + 8 * MIB, MIB) * MIB;
    }
}
