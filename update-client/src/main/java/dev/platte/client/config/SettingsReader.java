package dev.platte.client.config;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the settings of the host below a root directory, {@code /} on a real one.
 *
 * <p>Looked at, and the first that defines a key wins: the command line, {@code
 * /etc/{platte,flatcar,coreos}/update.conf}, {@code
 * /usr/share/{platte,flatcar,coreos}/update.conf}, {@code
 * /usr/share/{platte,flatcar,coreos}/release}; for the version at last {@code os-release}.
 */
public final class SettingsReader {
    /** update_engine's default application (omaha_request_params.cc). */
    private static final String DEFAULT_APP = "{e96281a6-d1af-4bde-9a0a-97b76e56dc57}";

    private final Path root;
    private final Definitions definitions;
    private final Values values;
    private final List<String> warnings;

    private SettingsReader(Path root, Definitions definitions, List<String> warnings) {
        this.root = root;
        this.definitions = definitions;
        this.values = new Values(definitions);
        this.warnings = warnings;
    }

    /**
     * The settings and what was odd about them.
     *
     * @param warnings in words, each with its file and line
     */
    public record Found(Settings settings, List<String> warnings) {
        public Found {
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads everything.
     *
     * @param root stands before every path, also before those that the files name
     * @param only the one update.conf to read instead of the usual ones
     * @param commandLine keys given on the command line; they win
     * @throws ConfigException a value that cannot be used
     * @throws IOException a file that is there and cannot be read
     */
    public static Found read(Path root, Optional<Path> only, Map<String, String> commandLine)
            throws ConfigException, IOException {
        List<String> warnings = new ArrayList<>();
        Definitions definitions = Definitions.read(root, only, commandLine, warnings);
        SettingsReader reader = new SettingsReader(root, definitions, warnings);
        Settings settings =
                new Settings(
                        reader.service(),
                        reader.host(),
                        reader.places(),
                        reader.transfer(),
                        reader.values.duration(
                                Keys.HEALTH_TIMEOUT,
                                Duration.ofSeconds(90),
                                Duration.ofMillis(1),
                                Duration.ofHours(1)),
                        new Settings.Reboot(reader.values.strategy(), reader.values.window()));
        return new Found(settings, warnings);
    }

    private Settings.Service service() throws ConfigException {
        Optional<URI> server = values.server();
        String why = "";
        if (server.isEmpty()) {
            why =
                    definitions.text("", Keys.SERVER).equals("disabled")
                            ? "updates are switched off (SERVER=disabled)"
                            : "no server is named (set SERVER in /etc/platte/update.conf)";
        }
        String appId =
                definitions
                        .release(Keys.APPID)
                        .map(Definition::value)
                        .filter(id -> !id.isEmpty())
                        .orElse(DEFAULT_APP);
        String group = definitions.text("", Keys.GROUP);
        return new Settings.Service(
                server,
                why,
                group.isEmpty() ? "stable" : group,
                appId,
                definitions.text("", Keys.MACHINE_ALIAS));
    }

    private Settings.Host host() throws IOException {
        String machineId = HostFiles.firstLine(root.resolve("etc/machine-id"));
        if (machineId.isEmpty()) {
            warnings.add(
                    root.resolve("etc/machine-id")
                            + ": missing or empty, the server cannot tell this host from others");
        }
        Optional<Definition> version = definitions.release(Keys.VERSION);
        return new Settings.Host(
                version.isPresent() ? version.get().value() : HostFiles.osVersion(root),
                definitions.release(Keys.BOARD).map(Definition::value).orElse(""),
                HostFiles.machine(root),
                machineId,
                HostFiles.firstLine(root.resolve("proc/sys/kernel/random/boot_id")),
                HostFiles.oem(root));
    }

    private Settings.Places places() {
        List<Path> disk = paths(Keys.DISK);
        List<Path> state = paths(Keys.STATE_DIR);
        List<Path> keys = paths(Keys.PAYLOAD_KEYS);
        return new Settings.Places(
                root,
                state.isEmpty() ? root.resolve("var/lib/update_engine") : state.getFirst(),
                root.resolve("run"),
                keys.isEmpty() ? List.of(root.resolve("usr/share/platte/keys")) : keys,
                List.of(
                        root.resolve("etc/platte/health.d"),
                        root.resolve("usr/lib/platte/health.d")),
                disk.stream().findFirst());
    }

    private Settings.Transfer transfer() throws ConfigException {
        Duration least = Duration.ofMillis(1);
        Duration hour = Duration.ofHours(1);
        String user = definitions.text("", Keys.DOWNLOAD_USER);
        return new Settings.Transfer(
                user.isEmpty()
                        ? Optional.empty()
                        : Optional.of(
                                new Settings.Credentials(
                                        user, definitions.text("", Keys.DOWNLOAD_PASSWORD))),
                values.duration(Keys.CONNECT_TIMEOUT, Duration.ofSeconds(30), least, hour),
                values.duration(Keys.REQUEST_TIMEOUT, Duration.ofSeconds(90), least, hour),
                values.duration(Keys.STALL_TIMEOUT, Duration.ofSeconds(90), least, hour),
                values.number(Keys.STALL_RATE, 10, 0, 1L << 30),
                new Settings.Retries(
                        Math.toIntExact(values.number(Keys.DOWNLOAD_RETRIES, 20, 0, 1000)),
                        values.duration(
                                Keys.DOWNLOAD_RETRY_DELAY,
                                Duration.ofSeconds(20),
                                Duration.ZERO,
                                hour)));
    }

    /** Paths in files lie below the root; those of the command line are taken as typed. */
    private List<Path> paths(String key) {
        Optional<Definition> found = definitions.find(key);
        if (found.isEmpty()) {
            return List.of();
        }
        boolean typed = found.get().file().isEmpty();
        return Stream.of(found.get().value().split(":"))
                .filter(path -> !path.isEmpty())
                .map(path -> typed ? Path.of(path) : root.resolve(path.replaceFirst("^/+", "")))
                .toList();
    }
}
