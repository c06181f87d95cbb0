package dev.platte.client.config;

import dev.platte.policy.window.Periodic;
import dev.platte.policy.window.Windows.Closed;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The keys about reboots: when, whom to ask, and how. locksmith's names of them are known too. */
final class RebootKeys {
    private static final Duration DAY = Duration.ofDays(1);

    /** How the lock's keys lie in etcd. */
    enum Layout {
        AIRLOCK("airlock"),
        LOCKSMITH("locksmith");

        private final String word;

        Layout(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** What this host is called in its lock group. */
    enum Name {
        MACHINE_ID("machine-id"),
        ZINCATI("zincati");

        private final String word;

        Name(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /** What becomes of the reboot when a hook fails. */
    enum OnFailure {
        GIVE_BACK("give-back"),
        PROCEED("proceed");

        private final String word;

        OnFailure(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    // When.
    static final Key<RebootStrategy> STRATEGY =
            Key.of(
                            "REBOOT_STRATEGY",
                            Kinds.word(List.of(RebootStrategy.values()), RebootStrategy::word),
                            RebootStrategy.REBOOT)
                    .or("LOCKSMITHD_REBOOT_STRATEGY");
    static final Key<String> WINDOW_START =
            Key.of("REBOOT_WINDOW_START", windowStart(), "").or("LOCKSMITHD_REBOOT_WINDOW_START");
    static final Key<String> WINDOW_LENGTH =
            Key.of("REBOOT_WINDOW_LENGTH", windowLength(), "")
                    .or("LOCKSMITHD_REBOOT_WINDOW_LENGTH");
    static final Key<List<Periodic>> WINDOWS =
            Key.of(
                    "REBOOT_WINDOWS",
                    several(
                            "windows such as Sat 22:00/6h; 03:00/1h, apart by semicolons",
                            RebootKeys::window,
                            Periodic::toString),
                    List.of());
    static final Key<Optional<ZoneId>> ZONE =
            Key.of("REBOOT_WINDOW_ZONE", zone(), Optional.empty());
    static final Key<List<Closed>> CLOSED =
            Key.of(
                    "REBOOT_CLOSED_DATES",
                    several(
                            "dates such as 2026-12-20..2027-01-03; 2026-11-27, apart by semicolons",
                            RebootKeys::closed,
                            span -> span.first() + ".." + span.last()),
                    List.of());
    static final Key<Duration> TIME =
            Key.of("REBOOT_TIME", Kinds.time(Duration.ZERO, DAY), Duration.ofMinutes(5));
    static final Key<Duration> LOGIN_DELAY =
            Key.of("REBOOT_LOGIN_DELAY", Kinds.time(Duration.ZERO, DAY), Duration.ofMinutes(5));

    // How.
    static final Key<Duration> PATIENCE =
            Key.of(
                    "REBOOT_PATIENCE",
                    Kinds.time(Duration.ofSeconds(1), DAY),
                    Duration.ofMinutes(15));
    static final Key<Duration> HOOK_TIMEOUT =
            Key.of(
                    "REBOOT_HOOK_TIMEOUT",
                    Kinds.time(Duration.ofMillis(1), DAY),
                    Duration.ofMinutes(10));
    static final Key<OnFailure> HOOK_FAILURE =
            Key.of(
                    "REBOOT_HOOK_FAILURE",
                    Kinds.word(List.of(OnFailure.values()), OnFailure::word),
                    OnFailure.GIVE_BACK);
    static final Key<Duration> SETTLE =
            Key.of("REBOOT_SETTLE", Kinds.time(Duration.ZERO, DAY), Duration.ZERO);
    static final Key<RebootMethod> METHOD =
            Key.of(
                    "REBOOT_METHOD",
                    Kinds.word(List.of(RebootMethod.values()), RebootMethod::word),
                    RebootMethod.REBOOT);
    static final Key<String> COMMAND = Key.of("REBOOT_COMMAND", Kinds.text(), "");

    // Whom to ask.
    static final Key<Optional<URI>> LOCK_SERVER =
            Key.of(
                    "LOCK_SERVER",
                    Kinds.address("an http:// or https:// address without a user"),
                    Optional.empty());
    static final Key<String> LOCK_GROUP =
            Key.of("LOCK_GROUP", Kinds.text(), "").or("LOCKSMITHD_GROUP");
    static final Key<Name> LOCK_NAME =
            Key.of("LOCK_NAME", Kinds.word(List.of(Name.values()), Name::word), Name.MACHINE_ID);
    static final Key<Duration> LOCK_TIMEOUT =
            Key.of(
                    "LOCK_TIMEOUT",
                    Kinds.time(Duration.ofMillis(100), Duration.ofMinutes(10)),
                    Duration.ofSeconds(10));
    static final Key<String> LOCK_TOKEN = Key.of("LOCK_TOKEN", Kinds.text(), "").hidden();
    static final Key<List<String>> LOCK_TOKEN_FILE =
            Key.of("LOCK_TOKEN_FILE", Kinds.paths(), List.of());
    static final Key<List<String>> LOCK_CA_FILE =
            Key.of("LOCK_CA_FILE", Kinds.paths(), List.<String>of()).or("LOCKSMITHD_ETCD_CAFILE");
    static final Key<List<String>> LOCK_CERT_FILE =
            Key.of("LOCK_CERT_FILE", Kinds.paths(), List.<String>of())
                    .or("LOCKSMITHD_ETCD_CERTFILE");
    static final Key<List<String>> LOCK_KEY_FILE =
            Key.of("LOCK_KEY_FILE", Kinds.paths(), List.<String>of()).or("LOCKSMITHD_ETCD_KEYFILE");
    static final Key<List<String>> ETCD_ENDPOINTS =
            Key.of(
                            "ETCD_ENDPOINTS",
                            Kinds.list(
                                    ",",
                                    "http:// or https:// addresses, apart by commas",
                                    Pattern.compile("https?://[^\\s/@]+/?")),
                            List.of("http://127.0.0.1:2379", "http://127.0.0.1:4001"))
                    .or("LOCKSMITHD_ENDPOINT");
    static final Key<String> ETCD_USERNAME =
            Key.of("ETCD_USERNAME", Kinds.text(), "").or("LOCKSMITHD_ETCD_USERNAME");
    static final Key<String> ETCD_PASSWORD =
            Key.of("ETCD_PASSWORD", Kinds.text(), "").or("LOCKSMITHD_ETCD_PASSWORD").hidden();
    static final Key<Layout> ETCD_LAYOUT =
            Key.of(
                    "ETCD_LAYOUT",
                    Kinds.word(List.of(Layout.values()), Layout::word),
                    Layout.AIRLOCK);

    /** All of them, as {@code check-config} shows them. */
    static final List<Key<?>> ALL =
            List.of(
                    STRATEGY,
                    WINDOW_START,
                    WINDOW_LENGTH,
                    WINDOWS,
                    ZONE,
                    CLOSED,
                    TIME,
                    LOGIN_DELAY,
                    PATIENCE,
                    HOOK_TIMEOUT,
                    HOOK_FAILURE,
                    SETTLE,
                    METHOD,
                    COMMAND,
                    LOCK_SERVER,
                    LOCK_GROUP,
                    LOCK_NAME,
                    LOCK_TIMEOUT,
                    LOCK_TOKEN,
                    LOCK_TOKEN_FILE,
                    LOCK_CA_FILE,
                    LOCK_CERT_FILE,
                    LOCK_KEY_FILE,
                    ETCD_ENDPOINTS,
                    ETCD_USERNAME,
                    ETCD_PASSWORD,
                    ETCD_LAYOUT);

    private RebootKeys() {}

    private static Key.Kind<String> windowStart() {
        return new Key.Kind<>(
                "[Sun..Sat] HH:MM, such as 14:00 or Thu 23:30",
                text -> parsed(() -> Periodic.parse(text, "1h")).map(window -> text),
                Function.identity());
    }

    /** Of a week at most; whether it fits the start is seen where both are known. */
    private static Key.Kind<String> windowLength() {
        return new Key.Kind<>(
                "a length such as 1h30m, under a day or week, and more than 0",
                text ->
                        parsed(() -> Periodic.parse("Sun 0:00", text))
                                .filter(window -> window.length().isPositive())
                                .map(window -> text),
                Function.identity());
    }

    private static Optional<Periodic> window(String text) {
        String[] parts = text.split("/", -1);
        return parts.length == 2
                ? parsed(() -> Periodic.parse(parts[0], parts[1]))
                        .filter(window -> window.length().isPositive())
                : Optional.empty();
    }

    private static Optional<Closed> closed(String text) {
        String[] parts = text.split("\\.\\.", -1);
        return parts.length > 2
                ? Optional.empty()
                : parsed(
                        () ->
                                new Closed(
                                        LocalDate.parse(parts[0].strip()),
                                        LocalDate.parse(parts[parts.length - 1].strip()),
                                        ""));
    }

    private static Key.Kind<Optional<ZoneId>> zone() {
        return new Key.Kind<>(
                "a time zone such as Europe/Berlin",
                text -> parsed(() -> ZoneId.of(text)).map(Optional::of),
                zone -> zone.map(ZoneId::getId).orElse(""));
    }

    private static <T> Key.Kind<List<T>> several(
            String allowed, Function<String, Optional<T>> one, Function<T, String> shown) {
        return new Key.Kind<>(
                allowed,
                text -> {
                    List<Optional<T>> parts =
                            Stream.of(text.split(";"))
                                    .map(String::strip)
                                    .filter(part -> !part.isEmpty())
                                    .map(one)
                                    .toList();
                    return parts.stream().allMatch(Optional::isPresent) && parts.size() <= 99
                            ? Optional.of(parts.stream().map(Optional::get).toList())
                            : Optional.empty();
                },
                all -> all.stream().map(shown).collect(Collectors.joining("; ")));
    }

    private interface Parse<T> {
        T parse();
    }

    private static <T> Optional<T> parsed(Parse<T> parse) {
        try {
            return Optional.of(parse.parse());
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
