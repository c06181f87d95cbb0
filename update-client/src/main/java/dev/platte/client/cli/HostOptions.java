package dev.platte.client.cli;

import dev.platte.client.config.ConfigException;
import dev.platte.client.config.Settings;
import dev.platte.client.config.SettingsReader;
import dev.platte.client.slot.HostDisk;
import dev.platte.client.slot.HostPaths;
import dev.platte.client.slot.SlotName;
import dev.platte.client.slot.Slots;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Which host the commands are about. */
final class HostOptions {
    private static final Logger LOG = System.getLogger(HostOptions.class.getName());

    @Option(
            names = "--root",
            paramLabel = "DIR",
            defaultValue = "/",
            scope = ScopeType.INHERIT,
            description = "stands before every path of the host (default: ${DEFAULT-VALUE})")
    private Path root = Path.of("/");

    @Option(
            names = "--disk",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "a disk or disk image, instead of the one that /usr is mounted from")
    private @Nullable Path disk;

    @Option(
            names = "--running",
            paramLabel = "SLOT",
            scope = ScopeType.INHERIT,
            description = "the slot that runs, a or b, instead of what the kernel's arguments say")
    private @Nullable String running;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "the only update.conf to read, instead of those below /etc and /usr/share")
    private @Nullable Path config;

    @Option(
            names = {"-s", "--set"},
            paramLabel = "KEY=VALUE",
            scope = ScopeType.INHERIT,
            description = "a key of update.conf; stronger than every file")
    private Map<String, String> keys = new LinkedHashMap<>();

    private final Set<String> said = new HashSet<>();

    /** Reads the settings, and says once what is odd about them. */
    Settings settings() throws ConfigException, IOException {
        return settings(Map.of());
    }

    /** The same, with keys that a command says in front of all others. */
    Settings settings(Map<String, String> front) throws ConfigException, IOException {
        SettingsReader.Sources sources = sources();
        Map<String, String> all = new LinkedHashMap<>(sources.commandLine());
        all.putAll(front);
        SettingsReader.Found found =
                SettingsReader.read(
                        new SettingsReader.Sources(
                                sources.root(), sources.only(), all, sources.environment()));
        found.warnings().stream()
                .filter(said::add)
                .forEach(warning -> LOG.log(Level.WARNING, warning));
        return found.settings();
    }

    /** All that there is to say about the settings. */
    SettingsReader.Report report() throws IOException {
        return SettingsReader.report(sources());
    }

    private SettingsReader.Sources sources() {
        return new SettingsReader.Sources(
                root, Optional.ofNullable(config), typed(), System.getenv());
    }

    private Map<String, String> typed() {
        Map<String, String> all = new LinkedHashMap<>(keys);
        if (disk != null) {
            all.put("DISK", disk.toString());
        }
        return all;
    }

    /** Opens the disk that the settings and options name, or that this host runs from. */
    Slots openDisk(Settings settings) throws IOException {
        Optional<SlotName> told = Optional.empty();
        if (running != null) {
            told =
                    Optional.of(
                            SlotName.parse(running)
                                    .orElseThrow(
                                            () ->
                                                    new IOException(
                                                            "--running is a or b, not "
                                                                    + running)));
        }
        Optional<Path> named = settings.places().disk();
        if (named.isEmpty()) {
            HostPaths host =
                    new HostPaths(root.resolve("proc"), root.resolve("sys"), root.resolve("dev"));
            HostDisk found = HostDisk.find(host);
            return Slots.open(found.device(), told.orElse(found.running()), host);
        }
        SlotName slot = told.or(this::ofKernelArguments).orElseThrow(this::runningUnknown);
        // A named disk is a path of the machine that this process runs on.
        return Slots.open(named.get(), slot, HostPaths.ofThisHost());
    }

    /** The bootloader passes the PARTUUID of the slot that it chose. */
    private Optional<SlotName> ofKernelArguments() {
        Path arguments = root.resolve("proc/cmdline");
        String text;
        try {
            text = Files.isReadable(arguments) ? Files.readString(arguments) : "";
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0} cannot be read: {1}", arguments, e.getMessage());
            return Optional.empty();
        }
        String lower = text.toLowerCase(Locale.ROOT);
        boolean a = lower.contains(SlotName.A.id().toString());
        boolean b = lower.contains(SlotName.B.id().toString());
        if (a == b) {
            return Optional.empty();
        }
        return Optional.of(a ? SlotName.A : SlotName.B);
    }

    private IOException runningUnknown() {
        return new IOException(
                "which slot runs is not known: %s names none; say --running a or --running b"
                        .formatted(root.resolve("proc/cmdline")));
    }
}
