package dev.platte.client.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All definitions in order of weight. The first place that defines a key wins, even with an empty
 * value (update_engine, simple_key_value_store.cc): command line, then {@code /etc}, then {@code
 * /usr/share}, then what the image says about itself. Drop-ins of a directory come before its
 * update.conf, the last name first.
 */
final class Definitions {
    private static final List<String> CONF =
            List.of(
                    "etc/platte/update.conf",
                    "etc/flatcar/update.conf",
                    "etc/coreos/update.conf",
                    "usr/share/platte/update.conf",
                    "usr/share/flatcar/update.conf",
                    "usr/share/coreos/update.conf");
    private static final List<String> RELEASE =
            List.of(
                    "usr/share/platte/release",
                    "usr/share/flatcar/release",
                    "usr/share/coreos/release");

    private final List<Map<String, Definition>> layers = new ArrayList<>();

    private Definitions() {}

    static Definitions read(
            Path root, Optional<Path> only, Map<String, String> commandLine, List<String> warnings)
            throws IOException {
        Definitions all = new Definitions();
        all.layers.add(
                Map.copyOf(
                        commandLine.entrySet().stream()
                                .collect(
                                        Collectors.toMap(
                                                Map.Entry::getKey,
                                                e ->
                                                        Definition.ofCommandLine(
                                                                e.getKey(), e.getValue())))));
        if (only.isPresent() && !Files.isRegularFile(only.get())) {
            throw new IOException("configuration file " + only.get() + " does not exist");
        }
        for (Path file : only.isPresent() ? List.of(only.get()) : files(root)) {
            KeyValueFile read = KeyValueFile.read(file, warnings);
            read.definitions().forEach((key, at) -> warnUnknown(key, at, warnings));
            all.layers.add(read.definitions());
        }
        for (String file : RELEASE) {
            all.layers.add(KeyValueFile.read(root.resolve(file), warnings).definitions());
        }
        return all;
    }

    /** Every update.conf there could be, with its drop-ins. */
    private static List<Path> files(Path root) throws IOException {
        List<Path> all = new ArrayList<>();
        for (String name : CONF) {
            Path file = root.resolve(name);
            all.addAll(dropIns(file.resolveSibling(file.getFileName() + ".d")).reversed());
            all.add(file);
        }
        return all;
    }

    private static List<Path> dropIns(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".conf"))
                    .sorted()
                    .toList();
        }
    }

    /** The winning definition of the first of the names that any place defines, place by place. */
    Optional<Definition> find(List<String> names) {
        return layers.stream()
                .flatMap(layer -> names.stream().filter(layer::containsKey).map(layer::get))
                .findFirst();
    }

    /** Names of the command line that mean nothing. */
    List<String> unknownOnCommandLine() {
        return layers.getFirst().keySet().stream().filter(key -> !Keys.isKnown(key)).toList();
    }

    /** A key that an image writes about itself, under our prefix or an older one. */
    Optional<Definition> release(String key) {
        return find(Keys.RELEASE_PREFIXES.stream().map(p -> p + key).toList());
    }

    private static void warnUnknown(String key, Definition at, List<String> warnings) {
        if (Keys.isKnown(key)) {
            return;
        }
        warnings.add(
                PeerKeys.advice(key)
                        .map(why -> "%s: %s is ignored: %s".formatted(at.place(), key, why))
                        .orElseGet(
                                () ->
                                        "%s: unknown key %s is ignored%s"
                                                .formatted(
                                                        at.place(),
                                                        key,
                                                        Keys.near(key)
                                                                .map(n -> "; is it " + n + "?")
                                                                .orElse(""))));
    }
}
