package dev.platte.client.cli;

import dev.platte.client.config.ConfigException;
import dev.platte.client.config.RebootSettings;
import dev.platte.client.config.Settings;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/**
 * Which lock the command line is about: that of update.conf, unless something else is said here.
 * The names are locksmithctl's, whose settings were others than its daemon's.
 */
final class LockOptions {
    @Option(
            names = {"--group", "-group"},
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "the lock group, instead of LOCK_GROUP")
    private @Nullable String group;

    @Option(
            names = {"--endpoint", "-endpoint"},
            paramLabel = "URL[,URL...]",
            scope = ScopeType.INHERIT,
            description =
                    "where etcd is, instead of ETCD_ENDPOINTS; asks etcd, whatever the strategy")
    private List<String> endpoints = List.of();

    @Option(
            names = {"--etcd-cafile", "-etcd-cafile"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "authorities that are believed, instead of LOCK_CA_FILE")
    private @Nullable String authorities;

    @Option(
            names = {"--etcd-certfile", "-etcd-certfile"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "the certificate to show, instead of LOCK_CERT_FILE")
    private @Nullable String certificate;

    @Option(
            names = {"--etcd-keyfile", "-etcd-keyfile"},
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description = "and its private key")
    private @Nullable String key;

    @Option(
            names = {"--etcd-username", "-etcd-username"},
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "who asks, instead of ETCD_USERNAME; the password is ETCD_PASSWORD's")
    private @Nullable String user;

    /** The settings of the host, with what was said here in front. */
    Settings settings(HostOptions host, Map<String, String> environment)
            throws ConfigException, IOException {
        Map<String, String> said = new LinkedHashMap<>();
        put(said, "LOCK_GROUP", group, environment.get("LOCKSMITHCTL_GROUP"));
        put(
                said,
                "ETCD_ENDPOINTS",
                endpoints.isEmpty() ? null : String.join(",", endpoints),
                environment.get("LOCKSMITHCTL_ENDPOINT"));
        put(said, "LOCK_CA_FILE", authorities, environment.get("LOCKSMITHCTL_ETCD_CAFILE"));
        put(said, "LOCK_CERT_FILE", certificate, environment.get("LOCKSMITHCTL_ETCD_CERTFILE"));
        put(said, "LOCK_KEY_FILE", key, environment.get("LOCKSMITHCTL_ETCD_KEYFILE"));
        put(said, "ETCD_USERNAME", user, environment.get("LOCKSMITHCTL_ETCD_USERNAME"));
        put(said, "ETCD_PASSWORD", null, environment.get("LOCKSMITHCTL_ETCD_PASSWORD"));
        if (said.containsKey("ETCD_ENDPOINTS")) {
            said.put("REBOOT_STRATEGY", "etcd-lock");
        }
        Settings settings = host.settings(said);
        if (settings.reboot().lock().keeper() instanceof RebootSettings.Keeper.None) {
            throw new IOException(
                    "REBOOT_STRATEGY=%s keeps no lock; etcd-lock and fleet-lock do, and --endpoint asks an etcd"
                            .formatted(settings.reboot().strategy().word()));
        }
        return settings;
    }

    private static void put(
            Map<String, String> said, String key, @Nullable String option, @Nullable String told) {
        Optional.ofNullable(option)
                .or(() -> Optional.ofNullable(told).filter(value -> !value.isEmpty()))
                .ifPresent(value -> said.put(key, value));
    }
}
