package dev.platte.client.postinst;

import dev.platte.client.program.Program;
import dev.platte.client.slot.SlotPlace;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The image in a slot, mounted so that not a byte of it changes; closing takes it away again. */
final class ImageMount implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ImageMount.class.getName());
    private static final Map<String, String> PATH =
            Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    /** update_engine's (utils.cc, UnmountFilesystem). */
    private static final int TRIES = 5;

    private static final Duration BETWEEN = Duration.ofMillis(200);

    private final Path point;
    private final String source;

    private ImageMount(Path point, String source) {
        this.point = point;
        this.source = source;
    }

    /**
     * Mounts it.
     *
     * @throws IOException it has no known file system, or the kernel does not take it
     */
    static ImageMount of(SlotPlace place, Path point) throws IOException, InterruptedException {
        cleanUp(point);
        FileSystem kind =
                FileSystem.at(place.disk(), place.offset())
                        .orElseThrow(
                                () ->
                                        new IOException(
                                                "the image has no file system that is known here (ext2 to ext4, btrfs, squashfs, erofs, xfs)"));
        Files.createDirectories(point);
        String options = "ro,nodev,nosuid" + (kind.options().isEmpty() ? "" : "," + kind.options());
        Optional<Path> node = place.node();
        if (node.isEmpty()) {
            options += ",loop,offset=%d,sizelimit=%d".formatted(place.offset(), place.size());
        }
        String from = node.orElse(place.disk()).toString();
        Program.Result result =
                run(List.of("mount", "-t", kind.type(), "-o", options, from, point.toString()));
        if (!result.ending().isSuccess()) {
            throw new IOException(
                    "the image cannot be mounted: %s (%s)"
                            .formatted(result.output(), result.ending().words()));
        }
        return new ImageMount(point, source(point).orElse(from));
    }

    /** Takes away what a process that was killed left there. */
    static void cleanUp(Path point) throws IOException, InterruptedException {
        if (source(point).isPresent()) {
            LOG.log(Level.WARNING, "{0} is mounted since a run that was killed", point);
            unmount(point);
        }
    }

    /** The device behind the mount: a partition, or a loop device. */
    String source() {
        return source;
    }

    Path point() {
        return point;
    }

    private static Optional<String> source(Path point) throws IOException {
        Path table = Path.of("/proc/self/mounts");
        if (!Files.isReadable(table)) {
            return Optional.empty();
        }
        String name = point.toAbsolutePath().normalize().toString().replace(" ", "\\040");
        return Files.readAllLines(table).stream()
                .map(line -> line.split(" "))
                .filter(fields -> fields.length > 1 && fields[1].equals(name))
                .map(fields -> fields[0])
                .findFirst();
    }

    private static void unmount(Path point) throws InterruptedException {
        for (int i = 0; i < TRIES; i++) {
            if (run(List.of("umount", point.toString())).ending().isSuccess()) {
                return;
            }
            Thread.sleep(BETWEEN);
        }
        // Whoever holds it keeps it until the end of that process, and we go on.
        Program.Result result = run(List.of("umount", "-l", point.toString()));
        LOG.log(
                Level.WARNING,
                "{0} was still in use when it was unmounted: {1}",
                point,
                result.ending().words());
    }

    private static Program.Result run(List<String> command) throws InterruptedException {
        return new Program(command, PATH, PATIENCE).run();
    }

    @Override
    public void close() {
        try {
            unmount(point);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
