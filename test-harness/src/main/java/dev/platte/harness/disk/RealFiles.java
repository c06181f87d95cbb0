package dev.platte.harness.disk;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Files of this machine, as many as fit: zeros or noise would flatter a compressor or insult it.
 */
public final class RealFiles {
    private static final List<Path> ROOTS = List.of(Path.of("/usr/bin"), Path.of("/usr/lib"));
    private static final int BLOCK = 4096;

    private RealFiles() {}

    /**
     * Copies readable regular files of {@code /usr/bin} and {@code /usr/lib}, in the order of their
     * names; the second gets what the first leaves of its half.
     *
     * @param to where they come to lie under their own paths
     * @param most bytes, counted in whole blocks of 4096
     * @return bytes copied, so counted
     */
    public static long copy(Path to, long most) throws IOException {
        long copied = 0;
        for (Path root : ROOTS) {
            long share = root.equals(ROOTS.getLast()) ? most - copied : most / 2;
            copied += copy(readable(root), to, share);
        }
        return copied;
    }

    private static long copy(SortedMap<Path, Long> files, Path to, long most) throws IOException {
        long copied = 0;
        for (var file : files.entrySet()) {
            long size = Math.ceilDiv(file.getValue(), BLOCK) * BLOCK;
            if (copied + size <= most) {
                Path target = to.resolve(Path.of("/").relativize(file.getKey()));
                Files.createDirectories(target.getParent());
                Files.copy(file.getKey(), target);
                copied += size;
            }
        }
        return copied;
    }

    private static SortedMap<Path, Long> readable(Path root) throws IOException {
        SortedMap<Path, Long> files = new TreeMap<>();
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes is) {
                        if (is.isRegularFile() && Files.isReadable(file)) {
                            files.put(file, is.size());
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    /** What only root may list is left out; there is enough beside it. */
                    @Override
                    public FileVisitResult visitFileFailed(Path file, IOException why) {
                        return FileVisitResult.CONTINUE;
                    }
                });
        return files;
    }
}
