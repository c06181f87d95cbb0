package dev.platte.harness.pack;

import dev.platte.harness.disk.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The client as it is packed for hosts; made once for all tests that need it.
 *
 * @param tarball for images
 * @param debian for Debian; empty where dpkg-deb is missing
 */
public record ClientPackage(Path tarball, Optional<Path> debian) {
    private static final Path PROJECT = Path.of(System.getProperty("platte.root"));
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static Optional<ClientPackage> once = Optional.empty();

    /** Packs it, the first time. */
    public static synchronized ClientPackage made() throws IOException, InterruptedException {
        if (once.isEmpty()) {
            Path packages = PROJECT.resolve("test-harness/target/test-packages");
            clear(packages);
            new Program(PROJECT.resolve("update-client/src/main/package/build"))
                    .run(
                            List.of(PROJECT.toString(), packages.toString()),
                            Map.of(
                                    "JAVA_HOME", System.getProperty("java.home"),
                                    "TRAINING_CLASSPATH", System.getProperty("java.class.path")),
                            PATIENCE)
                    .orFail();
            once =
                    Optional.of(
                            new ClientPackage(
                                    find(packages, ".tar.gz").orElseThrow(),
                                    find(packages, ".deb")));
        }
        return once.get();
    }

    private static Optional<Path> find(Path directory, String end) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(end)).findFirst();
        }
    }

    private static void clear(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> files = Files.list(folder).sorted(Comparator.naturalOrder())) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
    }
}
