package dev.platte.client.slot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What sysfs says about block devices; each is known by its directory. */
final class Sysfs {
    private final HostPaths host;

    Sysfs(HostPaths host) {
        this.host = host;
    }

    /**
     * The device named like the file that {@code node} leads to, for example sda4 for
     * /dev/disk/by-label/USR-B.
     */
    Optional<Path> ofNode(Path node) throws IOException {
        Path real = Files.exists(node) ? node.toRealPath() : node;
        Path entry = host.sys().resolve("class/block").resolve(real.getFileName());
        return Files.isDirectory(entry) ? Optional.of(entry.toRealPath()) : Optional.empty();
    }

    /** The device with this major:minor. */
    Optional<Path> ofNumber(String number) throws IOException {
        Path entry = host.sys().resolve("dev/block").resolve(number);
        return Files.isDirectory(entry) ? Optional.of(entry.toRealPath()) : Optional.empty();
    }

    /**
     * The partition below device mapper targets, as {@code rootdev -s} finds it; empty when there
     * are several.
     */
    Optional<Path> underneath(Path device) throws IOException {
        Path current = device;
        while (true) {
            List<Path> below = children(current.resolve("slaves"));
            if (below.isEmpty()) {
                return Optional.of(current);
            }
            if (below.size() > 1) {
                // dm-verity keeps data and hashes on one partition or on two; two are not our
                // layout.
                return Optional.empty();
            }
            current = below.getFirst().toRealPath();
        }
    }

    List<Path> partitions(Path disk) throws IOException {
        return children(disk).stream()
                .filter(child -> Files.exists(child.resolve("partition")))
                .toList();
    }

    List<Path> holders(Path device) throws IOException {
        return children(device.resolve("holders"));
    }

    /** Loop devices that have something attached. */
    List<Path> loops() throws IOException {
        List<Path> loops = new ArrayList<>();
        for (Path entry : children(host.sys().resolve("class/block"))) {
            if (Files.exists(entry.resolve("loop/backing_file"))) {
                loops.add(entry.toRealPath());
            }
        }
        return loops;
    }

    /** The attribute's text without its newline; empty when there is no such attribute. */
    static Optional<String> text(Path device, String attribute) throws IOException {
        Path file = device.resolve(attribute);
        return Files.isReadable(file)
                ? Optional.of(Files.readString(file).strip())
                : Optional.empty();
    }

    /** A number of at most 18 digits, else empty. */
    static Optional<Long> number(Path device, String attribute) throws IOException {
        return text(device, attribute).filter(t -> t.matches("[0-9]{1,18}")).map(Long::valueOf);
    }

    private static List<Path> children(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        }
    }
}
