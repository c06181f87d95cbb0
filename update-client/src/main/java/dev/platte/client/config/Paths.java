package dev.platte.client.config;

import java.nio.file.Path;
import java.util.List;

/** Paths in files lie below the root; those of the command line are taken as typed. */
record Paths(Path root, Values values) {
    List<Path> of(Key<List<String>> key) {
        boolean typed = values.given(key).filter(given -> given.file().isEmpty()).isPresent();
        return values.of(key).stream()
                .map(path -> typed ? Path.of(path) : below(path.replaceFirst("^/+", "")))
                .toList();
    }

    Path below(String name) {
        return root.resolve(name);
    }
}
