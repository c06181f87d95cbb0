package dev.platte.client.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys that may stand in an update.conf. */
final class Keys {
    private static final Duration MILLISECOND = Duration.ofMillis(1);
    private static final Duration HOUR = Duration.ofHours(1);

    /** The one word beside an address that {@link #SERVER} may be. */
    static final String DISABLED = "disabled";

    // Whom to ask, and for what.
    static final Key<Optional<URI>> SERVER = Key.of("SERVER", server(), Optional.empty());
    static final Key<String> GROUP = Key.of("GROUP", Kinds.text(), "stable");
    static final Key<String> MACHINE_ALIAS = Key.of("MACHINE_ALIAS", Kinds.text(), "");

    // What is taken of what it says.
    static final Key<List<String>> CUP_KEY = Key.of("CUP_KEY", Kinds.paths(), List.of());
    static final Key<Long> CUP_KEY_ID = Key.of("CUP_KEY_ID", Kinds.number(1, Long.MAX_VALUE), 0L);
    static final Key<Boolean> ALLOW_DOWNGRADE = Key.of("ALLOW_DOWNGRADE", Kinds.flag(), false);
    static final Key<Boolean> AUTO_INSTALL = Key.of("AUTO_INSTALL", Kinds.flag(), true);

    // Where things are.
    static final Key<List<String>> STATE_DIR =
            Key.of("STATE_DIR", Kinds.paths(), List.of("/var/lib/update_engine"));
    static final Key<List<String>> PAYLOAD_KEYS =
            Key.of("PAYLOAD_KEYS", Kinds.paths(), List.of("/usr/share/platte/keys"));
    static final Key<List<String>> DISK = Key.of("DISK", Kinds.paths(), List.of());

    // What is taken.
    static final Key<Boolean> DELTA_PAYLOADS = Key.of("DELTA_PAYLOADS", Kinds.flag(), true);

    // How the network is used.
    static final Key<String> DOWNLOAD_USER = Key.of("DOWNLOAD_USER", Kinds.text(), "");
    static final Key<String> DOWNLOAD_PASSWORD =
            Key.of("DOWNLOAD_PASSWORD", Kinds.text(), "").hidden();
    static final Key<Duration> CONNECT_TIMEOUT =
            Key.of("CONNECT_TIMEOUT", Kinds.time(MILLISECOND, HOUR), Duration.ofSeconds(30));
    static final Key<Duration> REQUEST_TIMEOUT =
            Key.of("REQUEST_TIMEOUT", Kinds.time(MILLISECOND, HOUR), Duration.ofSeconds(90));
    static final Key<Duration> STALL_TIMEOUT =
            Key.of("STALL_TIMEOUT", Kinds.time(MILLISECOND, HOUR), Duration.ofSeconds(90));
    static final Key<Long> STALL_RATE = Key.of("STALL_RATE", Kinds.number(0, 1L << 30), 10L);
    static final Key<Long> DOWNLOAD_RETRIES =
            Key.of("DOWNLOAD_RETRIES", Kinds.number(0, 1000), 20L);
    static final Key<Duration> DOWNLOAD_RETRY_DELAY =
            Key.of("DOWNLOAD_RETRY_DELAY", Kinds.time(Duration.ZERO, HOUR), Duration.ofSeconds(20));

    static final Key<Long> DOWNLOAD_RATE = Key.of("DOWNLOAD_RATE", Kinds.rate(1000), 0L);
    static final Key<Long> DISK_RATE = Key.of("DISK_RATE", Kinds.rate(100_000), 0L);
    static final Key<Optional<URI>> PROXY = Key.of("PROXY", proxy(), Optional.empty());
    static final Key<String> PROXY_USER = Key.of("PROXY_USER", Kinds.text(), "");
    static final Key<String> PROXY_PASSWORD = Key.of("PROXY_PASSWORD", Kinds.text(), "").hidden();
    static final Key<List<String>> NO_PROXY =
            Key.of(
                    "NO_PROXY",
                    Kinds.list(
                            ",",
                            "names, addresses, networks such as 10.0.0.0/8, or *, apart by commas",
                            Pattern.compile("[^\\s,]+")),
                    List.of());
    static final Key<List<String>> TLS_CA = Key.of("TLS_CA", Kinds.paths(), List.of());
    static final Key<List<String>> TLS_CLIENT_CERT =
            Key.of("TLS_CLIENT_CERT", Kinds.paths(), List.of());
    static final Key<List<String>> TLS_CLIENT_KEY =
            Key.of("TLS_CLIENT_KEY", Kinds.paths(), List.of());
    static final Key<List<String>> TLS_PINS =
            Key.of(
                    "TLS_PINS",
                    Kinds.list(
                            ",",
                            "SHA-256 of public keys as sha256/BASE64 or 64 hex digits, apart by commas",
                            Pattern.compile("sha256/+[A-Za-z0-9+/]{43}=|[0-9a-fA-F]{64}")),
                    List.of());

    // What a new release must show.
    static final Key<Duration> HEALTH_TIMEOUT =
            Key.of("HEALTH_TIMEOUT", Kinds.time(MILLISECOND, HOUR), Duration.ofSeconds(90));
    static final Key<Boolean> POSTINST = Key.of("POSTINST", Kinds.flag(), true);
    static final Key<Duration> POSTINST_TIMEOUT =
            Key.of("POSTINST_TIMEOUT", Kinds.time(MILLISECOND, HOUR), Duration.ofMinutes(10));
    static final Key<Long> BOOT_LIMIT = Key.of("BOOT_LIMIT", Kinds.number(1, 1000), 3L);

    /** All of them, as {@code check-config} shows them. */
    static final List<Key<?>> ALL = Stream.concat(own(), RebootKeys.ALL.stream()).toList();

    private static Stream<Key<?>> own() {
        return Stream.of(
                SERVER,
                GROUP,
                MACHINE_ALIAS,
                CUP_KEY,
                CUP_KEY_ID,
                ALLOW_DOWNGRADE,
                AUTO_INSTALL,
                STATE_DIR,
                PAYLOAD_KEYS,
                DISK,
                DELTA_PAYLOADS,
                DOWNLOAD_USER,
                DOWNLOAD_PASSWORD,
                CONNECT_TIMEOUT,
                REQUEST_TIMEOUT,
                STALL_TIMEOUT,
                STALL_RATE,
                DOWNLOAD_RETRIES,
                DOWNLOAD_RETRY_DELAY,
                DOWNLOAD_RATE,
                DISK_RATE,
                PROXY,
                PROXY_USER,
                PROXY_PASSWORD,
                NO_PROXY,
                TLS_CA,
                TLS_CLIENT_CERT,
                TLS_CLIENT_KEY,
                TLS_PINS,
                HEALTH_TIMEOUT,
                POSTINST,
                POSTINST_TIMEOUT,
                BOOT_LIMIT);
    }

    /** The prefixes of the keys that an image writes about itself, ours first. */
    static final List<String> RELEASE_PREFIXES = List.of("PLATTE_", "FLATCAR_", "COREOS_");

    static final String VERSION = "RELEASE_VERSION";
    static final String BOARD = "RELEASE_BOARD";
    static final String APPID = "RELEASE_APPID";
    private static final Set<String> RELEASE = Set.of(VERSION, BOARD, APPID);

    private static final Set<String> NAMES =
            ALL.stream()
                    .flatMap(key -> key.names().stream())
                    .collect(Collectors.toUnmodifiableSet());

    private Keys() {}

    private static Key.Kind<Optional<URI>> server() {
        Key.Kind<Optional<URI>> address =
                Kinds.address(
                        "an http:// or https:// address without a user and without a fragment, or the word disabled");
        return new Key.Kind<>(
                address.allowed(),
                text ->
                        text.equals(DISABLED)
                                ? Optional.of(Optional.empty())
                                : address.read().apply(text),
                uri -> uri.map(URI::toString).orElse(""));
    }

    private static Key.Kind<Optional<URI>> proxy() {
        Key.Kind<Optional<URI>> address = Kinds.address("");
        return new Key.Kind<>(
                "an http:// address such as http://proxy.example:3128, without a user, or the word direct",
                text ->
                        text.equals("direct")
                                ? Optional.of(Optional.empty())
                                : address.read()
                                        .apply(text)
                                        .filter(
                                                uri ->
                                                        uri.orElseThrow()
                                                                .getScheme()
                                                                .equals("http")),
                uri -> uri.map(URI::toString).orElse(""));
    }

    static boolean isKnown(String name) {
        return NAMES.contains(name)
                || RELEASE_PREFIXES.stream()
                        .anyMatch(
                                prefix ->
                                        name.startsWith(prefix)
                                                && RELEASE.contains(
                                                        name.substring(prefix.length())));
    }

    /** The known name that was most likely meant; empty where none is near. */
    static Optional<String> near(String name) {
        return NAMES.stream()
                .filter(known -> distance(name, known) <= Math.max(1, known.length() / 5))
                .min((a, b) -> Integer.compare(distance(name, a), distance(name, b)));
    }

    /** Insertions, deletions and replacements of letters between the two (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = Stream.iterate(0, i -> i + 1).limit(b.length() + 1L).mapToInt(i -> i).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
