package dev.platte.harness.demo;

import java.io.IOException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files of this machine, so that images are made of what systems hold. */
public final class RealFiles {
    private static final List<Path> SOURCES = List.of(Path.of("/usr/bin"), Path.of("/usr/lib"));
    private static final int DEEPEST = 6;

    private RealFiles() {}

    /**
     * Copies readable regular files of {@code /usr/bin} and {@code /usr/lib} under a directory, in
     * the order of their names, leaving out each that would exceed the wanted size.
     *
     * @param wanted bytes
     * @return bytes copied, never more than wanted
     */
    public static long copy(Path to, long wanted) throws IOException {
        long copied = 0;
        for (Path source : SOURCES) {
            for (var file : readable(source).entrySet()) {
                if (copied + file.getValue() <= wanted) {
                    Path copy = to.resolve(Path.of("/usr").relativize(file.getKey()));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file.getKey(), copy, StandardCopyOption.REPLACE_EXISTING);
                    copied += file.getValue();
                }
            }
        }
        return copied;
    }

    private static SortedMap<Path, Long> readable(Path source) throws IOException {
        SortedMap<Path, Long> files = new TreeMap<>();
        Files.walkFileTree(
                source,
                Set.<FileVisitOption>of(),
                DEEPEST,
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
