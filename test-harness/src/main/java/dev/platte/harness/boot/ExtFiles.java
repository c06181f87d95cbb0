package dev.platte.harness.boot;

import dev.platte.harness.disk.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An ext4 file system inside a disk image, looked into with e2fsprogs and therefore without
 * mounting.
 */
final class ExtFiles {
    private static final int REGULAR = 0100000;
    private static final int DIRECTORY = 0040000;
    private static final int TYPE_MASK = 0170000;
    private static final int EXECUTABLE = 0100;

    private record Entry(String name, int mode) {}

    private final Program debugfs;
    private final Program e2fsck;
    private final String where;

    ExtFiles(Path disk, long offset) throws IOException {
        debugfs = Program.require("debugfs", "e2fsprogs");
        e2fsck = Program.require("e2fsck", "e2fsprogs");
        where = disk.toAbsolutePath() + "?offset=" + offset;
    }

    /** What is wrong with the file system's structures; empty when it is whole. */
    Optional<String> damage() throws IOException, InterruptedException {
        Program.Result result = e2fsck.run(List.of("-f", "-n", where));
        return result.status() == 0
                ? Optional.empty()
                : Optional.of(
                        "e2fsck ended with status %d: %s"
                                .formatted(
                                        result.status(),
                                        (result.text() + result.errors()).strip()));
    }

    /**
     * Copies a regular file, or a directory with the regular files and directories in it; what is
     * not there is left out.
     */
    void extract(String path, Path to) throws IOException, InterruptedException {
        int slash = path.lastIndexOf('/');
        for (Entry entry : list(path.substring(0, slash))) {
            if (entry.name().equals(path.substring(slash + 1))) {
                if ((entry.mode() & TYPE_MASK) == REGULAR) {
                    extractFile(path, entry, to);
                } else {
                    extractFiles(path, to);
                }
            }
        }
    }

    private void extractFiles(String directory, Path to) throws IOException, InterruptedException {
        for (Entry entry : list(directory)) {
            String path = directory + "/" + entry.name();
            if ((entry.mode() & TYPE_MASK) == REGULAR) {
                extractFile(path, entry, to.resolve(entry.name()));
            } else if ((entry.mode() & TYPE_MASK) == DIRECTORY) {
                extractFiles(path, to.resolve(entry.name()));
            }
        }
    }

    private void extractFile(String path, Entry entry, Path to)
            throws IOException, InterruptedException {
        Files.createDirectories(to.getParent());
        Files.write(to, request("cat \"" + path + "\"").bytes());
        if ((entry.mode() & EXECUTABLE) != 0) {
            Set<PosixFilePermission> mode = new HashSet<>(Files.getPosixFilePermissions(to));
            mode.add(PosixFilePermission.OWNER_EXECUTE);
            Files.setPosixFilePermissions(to, mode);
        }
    }

    /** Lines like {@code /13/100644/0/0/os-release/3/}. */
    private List<Entry> list(String directory) throws IOException, InterruptedException {
        List<Entry> entries = new ArrayList<>();
        for (String line :
                request("ls -p \"" + (directory.isEmpty() ? "/" : directory) + "\"")
                        .text()
                        .split("\n")) {
            String[] fields = line.split("/");
            if (fields.length >= 6 && !fields[5].equals(".") && !fields[5].equals("..")) {
                entries.add(new Entry(fields[5], Integer.parseInt(fields[2], 8)));
            }
        }
        return entries;
    }

    private Program.Result request(String request) throws IOException, InterruptedException {
        return debugfs.run(List.of("-R", request, where)).orFail();
    }
}
