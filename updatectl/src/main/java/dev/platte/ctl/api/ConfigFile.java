package dev.platte.ctl.api;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * {@code ~/.config/platte/updatectl.conf}: lines {@code KEY=VALUE}, first those that always hold,
 * then those of profiles, each below its name in brackets.
 */
final class ConfigFile {
    private static final long MOST_BYTES = 65_536;
    private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]*";

    private final Path file;
    private final Set<String> keys;
    private final Map<String, String> always = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> profiles = new TreeMap<>();

    private ConfigFile(Path file, Set<String> keys) {
        this.file = file;
        this.keys = keys;
    }

    /** Where the file of this environment is, if it can have one. */
    static Optional<Path> place(Map<String, String> environment) {
        return Optional.ofNullable(environment.get("XDG_CONFIG_HOME"))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .or(
                        () ->
                                Optional.ofNullable(environment.get("HOME"))
                                        .map(home -> Path.of(home, ".config")))
                .map(config -> config.resolve("platte").resolve("updatectl.conf"));
    }

    /**
     * @param keys that may stand in it
     */
    static ConfigFile read(Path file, Set<String> keys) throws IOException {
        ConfigFile read = new ConfigFile(file, keys);
        Map<String, String> here = read.always;
        int number = 0;
        for (String line : text(file).lines().map(String::strip).toList()) {
            number++;
            if (line.startsWith("[")) {
                here = read.begin(line, number);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                read.add(here, line, number);
            }
        }
        return read;
    }

    private Map<String, String> begin(String line, int number) throws IOException {
        if (!line.matches("\\[" + NAME + "]")) {
            throw new IOException(
                    "%s, line %d: a profile begins with its name in brackets, such as [staging]"
                            .formatted(file, number));
        }
        return profiles.computeIfAbsent(
                line.substring(1, line.length() - 1), name -> new LinkedHashMap<>());
    }

    private void add(Map<String, String> here, String line, int number) throws IOException {
        int equals = line.indexOf('=');
        String key = equals < 0 ? line : line.substring(0, equals).strip();
        if (equals < 0 || !keys.contains(key)) {
            // Never the line itself: it may be a token without its key.
            throw new IOException(
                    "%s, line %d: write %s"
                            .formatted(
                                    file,
                                    number,
                                    keys.stream()
                                            .sorted()
                                            .map(each -> each + "=")
                                            .collect(Collectors.joining(", "))));
        }
        here.put(key, line.substring(equals + 1).strip());
    }

    /** What always holds; the profile that it names by itself among it. */
    Map<String, String> always() {
        return always;
    }

    /** What holds in a profile. */
    Map<String, String> profile(String name) throws IOException {
        Map<String, String> found = profiles.get(name);
        if (found == null) {
            throw new IOException(
                    "%s has no profile %s; it has %s"
                            .formatted(
                                    file,
                                    name,
                                    profiles.isEmpty()
                                            ? "none"
                                            : String.join(", ", profiles.keySet())));
        }
        return found;
    }

    /** Whether it holds this key anywhere. */
    boolean holds(String key) {
        return always.containsKey(key)
                || profiles.values().stream().anyMatch(each -> each.containsKey(key));
    }

    private static String text(Path file) throws IOException {
        if (Files.size(file) > MOST_BYTES) {
            throw new IOException(file + " is too long for what it should hold");
        }
        return Files.readString(file);
    }
}
