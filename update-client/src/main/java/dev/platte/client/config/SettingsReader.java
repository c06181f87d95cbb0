package dev.platte.client.config;

import dev.platte.keys.store.KeyFiles;
import dev.platte.keys.verify.UnusableKeyException;
import dev.platte.omaha.cup.CupVerifier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the settings of the host below a root directory, {@code /} on a real one.
 *
 * <p>Looked at, and the first that defines a key wins: the command line, {@code
 * /etc/{platte,flatcar,coreos}/update.conf}, {@code
 * /usr/share/{platte,flatcar,coreos}/update.conf}, each with its drop-ins {@code
 * update.conf.d/*.conf} before it, {@code /usr/share/{platte,flatcar,coreos}/release}; for the
 * version at last {@code os-release}.
 */
public final class SettingsReader {
    /** update_engine's default application (omaha_request_params.cc). */
    private static final String DEFAULT_APP = "{e96281a6-d1af-4bde-9a0a-97b76e56dc57}";

    private final Path root;
    private final Sources sources;
    private final Definitions definitions;
    private final Values values;
    private final Paths paths;
    private final List<String> warnings;

    /**
     * Where settings come from.
     *
     * @param root stands before every path, also before those that the files name
     * @param only the one update.conf to read instead of the usual ones
     * @param commandLine keys given on the command line; they win
     * @param environment of this process: proxies, where no file names one
     */
    public record Sources(
            Path root,
            Optional<Path> only,
            Map<String, String> commandLine,
            Map<String, String> environment) {
        public Sources {
            commandLine = Map.copyOf(commandLine);
            environment = Map.copyOf(environment);
        }

        /** All the usual files, and nothing else. */
        public static Sources of(Path root) {
            return new Sources(root, Optional.empty(), Map.of(), Map.of());
        }
    }

    private SettingsReader(Sources sources, Definitions definitions, List<String> warnings) {
        this.root = sources.root();
        this.sources = sources;
        this.definitions = definitions;
        this.values = new Values(definitions);
        this.paths = new Paths(root, values);
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
     * What there is to say about the configuration, good or bad.
     *
     * @param effective every key in the order of the documentation; what cannot be used shows its
     *     built-in value
     * @param problems values that cannot be used
     * @param warnings in words, each with its file and line
     */
    public record Report(List<Effective> effective, List<Problem> problems, List<String> warnings) {
        public Report {
            effective = List.copyOf(effective);
            problems = List.copyOf(problems);
            warnings = List.copyOf(warnings);
        }
    }

    /**
     * Reads everything.
     *
     * @throws ConfigException values that cannot be used, all of them
     * @throws IOException a file that is there and cannot be read
     */
    public static Found read(Sources sources) throws ConfigException, IOException {
        SettingsReader reader = of(sources);
        Settings settings = reader.settings();
        reader.values.throwIfBad();
        return new Found(settings, reader.warnings);
    }

    /**
     * Reads everything, and tells of all of it.
     *
     * @throws IOException a file that is there and cannot be read
     */
    public static Report report(Sources sources) throws IOException {
        SettingsReader reader = of(sources);
        List<Problem> problems = List.of();
        try {
            reader.settings();
            reader.values.throwIfBad();
        } catch (ConfigException e) {
            problems = e.problems();
        }
        List<Effective> effective = new ArrayList<>();
        Keys.ALL.forEach(key -> effective.add(Effective.of(key, reader.values)));
        return new Report(effective, problems, reader.warnings);
    }

    private static SettingsReader of(Sources sources) throws IOException {
        List<String> warnings = new ArrayList<>();
        Definitions definitions =
                Definitions.read(sources.root(), sources.only(), sources.commandLine(), warnings);
        definitions
                .unknownOnCommandLine()
                .forEach(
                        key ->
                                warnings.add(
                                        "command line: unknown key %s is ignored".formatted(key)));
        return new SettingsReader(sources, definitions, warnings);
    }

    private Settings settings() throws IOException {
        warnOfReadableSecrets();
        Settings.Service service = service();
        Settings.Host host = host();
        return new Settings(
                service,
                host,
                places(),
                new TransferReader(values, paths, sources.environment()).read(),
                new Settings.Trial(
                        values.of(Keys.HEALTH_TIMEOUT),
                        values.of(Keys.POSTINST),
                        values.of(Keys.POSTINST_TIMEOUT),
                        values.of(Keys.BOOT_LIMIT)),
                new RebootReader(values, root, warnings, paths).read(service, host));
    }

    private void warnOfReadableSecrets() throws IOException {
        for (Key<?> key : Keys.ALL) {
            Optional<Path> file = values.given(key).flatMap(Definition::file);
            if (key.isSecret()
                    && file.isPresent()
                    && Files.getPosixFilePermissions(file.get())
                            .contains(PosixFilePermission.OTHERS_READ)) {
                warnings.add(
                        "%s: everybody on this host can read %s; move it to a file of mode 600 in /etc/platte/update.conf.d"
                                .formatted(file.get(), key));
            }
        }
    }

    private Settings.Service service() {
        Optional<URI> server = values.of(Keys.SERVER);
        String why = "";
        if (server.isEmpty()) {
            why =
                    values.given(Keys.SERVER).isPresent()
                            ? "updates are switched off (SERVER=disabled)"
                            : "no server is named (set SERVER in /etc/platte/update.conf)";
        }
        String appId =
                definitions
                        .release(Keys.APPID)
                        .map(Definition::value)
                        .filter(id -> !id.isEmpty())
                        .orElse(DEFAULT_APP);
        return new Settings.Service(
                server,
                why,
                values.of(Keys.GROUP),
                appId,
                values.of(Keys.MACHINE_ALIAS),
                new Settings.Acceptance(
                        cup(),
                        values.of(Keys.ALLOW_DOWNGRADE),
                        values.of(Keys.AUTO_INSTALL),
                        values.of(Keys.DELTA_PAYLOADS)));
    }

    private Optional<Settings.Cup> cup() {
        values.requireTogether(Keys.CUP_KEY, Keys.CUP_KEY_ID);
        Optional<Path> file = paths.of(Keys.CUP_KEY).stream().findFirst();
        long id = values.of(Keys.CUP_KEY_ID);
        if (file.isEmpty() || id == 0) {
            return Optional.empty();
        }
        try {
            byte[] encoded = KeyFiles.readPublic(file.get()).encoded();
            PublicKey key =
                    KeyFactory.getInstance("EC").generatePublic(new X509EncodedKeySpec(encoded));
            new CupVerifier(id, key);
            return Optional.of(new Settings.Cup(id, key));
        } catch (IOException
                | UnusableKeyException
                | GeneralSecurityException
                | IllegalArgumentException e) {
            values.refuse(
                    Keys.CUP_KEY,
                    "a PEM file with a P-256 public key (%s)".formatted(e.getMessage()));
            return Optional.empty();
        }
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
        return new Settings.Places(
                root,
                paths.of(Keys.STATE_DIR).getFirst(),
                root.resolve("run"),
                paths.of(Keys.PAYLOAD_KEYS),
                List.of(
                        root.resolve("etc/platte/health.d"),
                        root.resolve("usr/lib/platte/health.d")),
                paths.of(Keys.DISK).stream().findFirst());
    }
}
