package dev.platte.harness.bench;

import dev.platte.harness.disk.Program;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The client as hosts get it: packed, with its own runtime and cache.
 *
 * @param command the program to start
 */
record PackagedClient(Path command) {
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    /** Packs this build and unpacks it below a directory. */
    static PackagedClient pack(Path directory) throws IOException, InterruptedException {
        Path project = project();
        Path packages = directory.resolve("packages");
        new Program(project.resolve("update-client/src/main/package/build"))
                .run(
                        List.of(project.toString(), packages.toString()),
                        Map.of(
                                "JAVA_HOME", System.getProperty("java.home"),
                                "TRAINING_CLASSPATH", System.getProperty("java.class.path")),
                        PATIENCE)
                .orFail();
        Path root = Files.createDirectories(directory.resolve("unpacked"));
        try (Stream<Path> made = Files.list(packages)) {
            Path tarball =
                    made.filter(file -> file.toString().endsWith(".tar.gz"))
                            .findFirst()
                            .orElseThrow();
            Program.require("tar", "tar")
                    .run(List.of("-xf", tarball.toString(), "-C", root.toString()))
                    .orFail();
        }
        return new PackagedClient(root.resolve("usr/bin/update-client"));
    }

    /** The folder of the project, from where this class lies: MODULE/target/JAR-OR-CLASSES. */
    private static Path project() {
        try {
            return Path.of(
                            PackagedClient.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI())
                    .getParent()
                    .getParent()
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
