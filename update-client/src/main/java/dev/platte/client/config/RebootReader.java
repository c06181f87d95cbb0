package dev.platte.client.config;

import dev.platte.client.config.RebootSettings.Keeper;
import dev.platte.omaha.value.MachineId;
import dev.platte.policy.window.Periodic;
import dev.platte.policy.window.RebootWindows;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what is said about reboots, and what of it does not go together. */
final class RebootReader {
    private static final String LOCK_GROUP_ALLOWED =
            "letters, digits, dots and dashes, and not a dot or two";

    private final Values values;
    private final Path root;
    private final List<String> warnings;
    private final Paths paths;

    /**
     * @param paths of a key, below the root where they come from a file
     */
    RebootReader(Values values, Path root, List<String> warnings, Paths paths) {
        this.values = values;
        this.root = root;
        this.warnings = warnings;
        this.paths = paths;
    }

    RebootSettings read(Settings.Service service, Settings.Host host) {
        RebootStrategy strategy = values.of(RebootKeys.STRATEGY);
        return new RebootSettings(
                strategy,
                windows(),
                new RebootSettings.Patience(
                        values.of(RebootKeys.TIME),
                        values.of(RebootKeys.LOGIN_DELAY),
                        values.of(RebootKeys.PATIENCE),
                        values.of(RebootKeys.HOOK_TIMEOUT),
                        values.of(RebootKeys.SETTLE)),
                way(),
                lock(strategy, service, host));
    }

    private RebootSettings.Way way() {
        String command = values.of(RebootKeys.COMMAND);
        return new RebootSettings.Way(
                values.of(RebootKeys.METHOD),
                command.isEmpty() ? Optional.empty() : Optional.of(command),
                values.of(RebootKeys.HOOK_FAILURE) == RebootKeys.OnFailure.PROCEED,
                List.of(
                        root.resolve("etc/platte/reboot.d"),
                        root.resolve("usr/lib/platte/reboot.d")),
                List.of(
                        root.resolve("etc/platte/reboot.block.d"),
                        root.resolve("run/platte/reboot.block.d")));
    }

    /** locksmith: each of the two falls back on its own, and one without the other is fatal. */
    private RebootWindows windows() {
        values.requireTogether(RebootKeys.WINDOW_START, RebootKeys.WINDOW_LENGTH);
        String start = values.of(RebootKeys.WINDOW_START);
        String length = values.of(RebootKeys.WINDOW_LENGTH);
        List<Periodic> all = new ArrayList<>(values.of(RebootKeys.WINDOWS));
        if (!start.isEmpty() && !length.isEmpty()) {
            try {
                all.add(Periodic.parse(start, length));
            } catch (IllegalArgumentException e) {
                values.refuse(RebootKeys.WINDOW_LENGTH, e.getMessage());
            }
        }
        return new RebootWindows(
                values.of(RebootKeys.ZONE).orElseGet(ZoneId::systemDefault),
                all,
                values.of(RebootKeys.CLOSED));
    }

    private RebootSettings.Lock lock(
            RebootStrategy strategy, Settings.Service service, Settings.Host host) {
        values.requireTogether(RebootKeys.LOCK_CERT_FILE, RebootKeys.LOCK_KEY_FILE);
        Keeper keeper = keeper(strategy, service);
        return new RebootSettings.Lock(
                keeper,
                group(keeper, service),
                name(host),
                values.of(RebootKeys.LOCK_TIMEOUT),
                new RebootSettings.Tls(
                        file(RebootKeys.LOCK_CA_FILE),
                        file(RebootKeys.LOCK_CERT_FILE),
                        file(RebootKeys.LOCK_KEY_FILE)));
    }

    private Optional<Path> file(Key<List<String>> key) {
        return paths.of(key).stream().findFirst();
    }

    private Keeper keeper(RebootStrategy strategy, Settings.Service service) {
        return switch (strategy) {
            case REBOOT, OFF -> new Keeper.None();
            case ETCD_LOCK -> etcd();
            case FLEET_LOCK -> fleetLock(service);
            case BEST_EFFORT -> {
                // locksmith looked whether an etcd runs, and rebooted alone while it was down.
                warnings.add(
                        "REBOOT_STRATEGY=best-effort is old: it means %s here; say so instead"
                                .formatted(
                                        values.given(RebootKeys.ETCD_ENDPOINTS).isPresent()
                                                ? "etcd-lock, since endpoints are set"
                                                : values.given(RebootKeys.LOCK_SERVER).isPresent()
                                                        ? "fleet-lock, since a server is set"
                                                        : "reboot, since no lock is set"));
                yield values.given(RebootKeys.ETCD_ENDPOINTS).isPresent()
                        ? etcd()
                        : values.given(RebootKeys.LOCK_SERVER).isPresent()
                                ? fleetLock(service)
                                : new Keeper.None();
            }
        };
    }

    private Keeper etcd() {
        return new Keeper.EtcdCluster(
                values.of(RebootKeys.ETCD_ENDPOINTS).stream().map(URI::create).toList(),
                values.of(RebootKeys.ETCD_USERNAME),
                values.of(RebootKeys.ETCD_PASSWORD),
                values.of(RebootKeys.ETCD_LAYOUT) == RebootKeys.Layout.LOCKSMITH);
    }

    private Keeper fleetLock(Settings.Service service) {
        Optional<URI> base =
                values.of(RebootKeys.LOCK_SERVER)
                        .or(() -> service.server().map(RebootReader::besideUpdates));
        if (base.isEmpty()) {
            values.refuse(
                    RebootKeys.STRATEGY,
                    "with fleet-lock set LOCK_SERVER, or SERVER if it serves the locks as well");
            return new Keeper.None();
        }
        return new Keeper.FleetLockServer(base.get(), token());
    }

    /** Our server has the locks beside the updates. */
    static URI besideUpdates(URI server) {
        String path = server.getRawPath() == null ? "" : server.getRawPath();
        String base = path.replaceFirst("/?(v1/update|service/update2)/?$", "");
        return server.resolve(base.endsWith("/") ? base : base + "/");
    }

    private Optional<String> token() {
        String said = values.of(RebootKeys.LOCK_TOKEN);
        if (!said.isEmpty()) {
            return Optional.of(said);
        }
        Optional<Path> file = file(RebootKeys.LOCK_TOKEN_FILE);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Files.readString(file.get()).lines().findFirst().map(String::strip);
        } catch (IOException e) {
            values.refuse(
                    RebootKeys.LOCK_TOKEN_FILE,
                    "a file whose first line is the token (%s)".formatted(e.getMessage()));
            return Optional.empty();
        }
    }

    private String group(Keeper keeper, Settings.Service service) {
        String said = values.of(RebootKeys.LOCK_GROUP);
        return switch (keeper) {
            case Keeper.None() -> said;
            case Keeper.FleetLockServer _ -> named(said.isEmpty() ? bare(service.group()) : said);
            // airlock's default; locksmith's is the empty one.
            case Keeper.EtcdCluster etcd when !etcd.locksmith() ->
                    named(said.isEmpty() ? "default" : said);
            case Keeper.EtcdCluster _ -> {
                if (said.equals(".") || said.equals("..")) {
                    values.refuse(RebootKeys.LOCK_GROUP, "any name but a dot or two");
                }
                yield said;
            }
        };
    }

    private String named(String group) {
        boolean fits = group.matches("[a-zA-Z0-9.-]{1,100}") && !group.matches("\\.{1,2}");
        if (fits) {
            return group;
        }
        if (values.given(RebootKeys.LOCK_GROUP).isPresent()) {
            values.refuse(RebootKeys.LOCK_GROUP, LOCK_GROUP_ALLOWED);
        } else {
            values.refuse(
                    RebootKeys.STRATEGY,
                    "GROUP=%s cannot be a lock group (%s): set LOCK_GROUP"
                            .formatted(group, LOCK_GROUP_ALLOWED));
        }
        return "default";
    }

    private static String bare(String group) {
        return group.startsWith("{") && group.endsWith("}")
                ? group.substring(1, group.length() - 1)
                : group;
    }

    private String name(Settings.Host host) {
        if (values.of(RebootKeys.LOCK_NAME) == RebootKeys.Name.MACHINE_ID
                || host.machineId().isBlank()) {
            return host.machineId();
        }
        return new MachineId(host.machineId())
                .zincati()
                .map(MachineId::text)
                .orElseGet(
                        () -> {
                            values.refuse(
                                    RebootKeys.LOCK_NAME,
                                    "zincati's name needs a machine id of 32 hex digits");
                            return host.machineId();
                        });
    }
}
