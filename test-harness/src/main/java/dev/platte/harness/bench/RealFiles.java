package dev.platte.harness.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Files of this machine, as many as fit: zeros or noise would flatter a compressor or insult it.
 */
final class RealFiles {
    private static final int BLOCK = 4096;

    private RealFiles() {}

    /** Copies regular files in the order of their names until the given number of bytes is full. */
    static void copy(List<Path> from, Path to, long most) throws IOException {
        long left = most;
        for (Path root : from) {
            // The second root gets what the first one leaves.
            long share = root.equals(from.getLast()) ? left : left / 2;
            left -= copy(root, to, share);
        }
    }

    private static long copy(Path root, Path to, long most) throws IOException {
        long copied = 0;
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : (Iterable<Path>) files.sorted()::iterator) {
                if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                        || !Files.isReadable(file)) {
                    continue;
                }
                long size = (Files.size(file) + BLOCK - 1) / BLOCK * BLOCK;
                if (copied + size > most) {
                    continue;
                }
                Path target = to.resolve(root.getFileSystem().getPath("/").relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
                copied += size;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return copied;
    }
}
