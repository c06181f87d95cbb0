package dev.platte.harness.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Where a benchmark finds what was built, and what it leaves behind. */
final class BenchPlace {
    private BenchPlace() {}

    /** The folder of the project: this jar lies in {@code test-harness/target}. */
    static Path root() {
        Path jar =
                Path.of(
                        BenchPlace.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath());
        return jar.getParent().getParent().getParent();
    }

    /** Removes a folder with all that is in it. */
    static void remove(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
