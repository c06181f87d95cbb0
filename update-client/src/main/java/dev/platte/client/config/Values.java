package dev.platte.client.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads typed values; what does not fit is refused with its place and what would fit. */
final class Values {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");
    private static final Pattern WINDOW_START =
            Pattern.compile("(?i)((sun|mon|tue|wed|thu|fri|sat)\\s+)?([01]?\\d|2[0-3]):[0-5]?\\d");
    private static final Pattern GO_DURATION =
            Pattern.compile("0|((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|ms|s|m|h))+");

    private final Definitions definitions;

    Values(Definitions definitions) {
        this.definitions = definitions;
    }

    /** Seconds unless a unit (ms, s, m, h) follows the number. */
    Duration duration(String key, Duration fallback, Duration least, Duration most)
            throws ConfigException {
        Optional<Definition> found = given(key);
        if (found.isEmpty()) {
            return fallback;
        }
        String allowed =
                "a time from %s to %s, such as 90s or 5m".formatted(words(least), words(most));
        Matcher parts = DURATION.matcher(found.get().value());
        if (!parts.matches()) {
            throw new ConfigException(found.get(), key, allowed);
        }
        long number = Long.parseLong(parts.group(1));
        Duration value =
                switch (parts.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case null, default -> Duration.ofSeconds(number);
                };
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw new ConfigException(found.get(), key, allowed);
        }
        return value;
    }

    long number(String key, long fallback, long least, long most) throws ConfigException {
        Optional<Definition> found = given(key);
        if (found.isEmpty()) {
            return fallback;
        }
        String allowed = "a whole number from %d to %d".formatted(least, most);
        try {
            long value = Long.parseLong(found.get().value());
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new ConfigException(found.get(), key, allowed);
        }
        throw new ConfigException(found.get(), key, allowed);
    }

    /** The server's address; empty for {@code disabled} (the documented switch) and for nothing. */
    Optional<URI> server() throws ConfigException {
        Optional<Definition> found = given(Keys.SERVER);
        if (found.isEmpty() || found.get().value().equals("disabled")) {
            return Optional.empty();
        }
        String allowed = "an http:// or https:// address, or the word disabled";
        URI uri;
        try {
            uri = new URI(found.get().value());
        } catch (URISyntaxException e) {
            throw new ConfigException(found.get(), Keys.SERVER, allowed);
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        boolean web = scheme.equals("http") || scheme.equals("https");
        if (!web || uri.getHost() == null) {
            throw new ConfigException(found.get(), Keys.SERVER, allowed);
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new ConfigException(
                    found.get(), Keys.SERVER, allowed + ", without a user and without a fragment");
        }
        return Optional.of(uri);
    }

    RebootStrategy strategy() throws ConfigException {
        Optional<Definition> found =
                given("LOCKSMITHD_" + Keys.REBOOT_STRATEGY, Keys.REBOOT_STRATEGY);
        if (found.isEmpty()) {
            return RebootStrategy.REBOOT;
        }
        return RebootStrategy.of(found.get().value())
                .orElseThrow(
                        () ->
                                new ConfigException(
                                        found.get(),
                                        Keys.REBOOT_STRATEGY,
                                        "one of reboot, etcd-lock, best-effort, fleet-lock, off"));
    }

    /** locksmith: each of the two falls back on its own, and one without the other is fatal. */
    Optional<Settings.Window> window() throws ConfigException {
        Optional<Definition> start = given("LOCKSMITHD_" + Keys.WINDOW_START, Keys.WINDOW_START);
        Optional<Definition> length = given("LOCKSMITHD_" + Keys.WINDOW_LENGTH, Keys.WINDOW_LENGTH);
        if (start.isEmpty() && length.isEmpty()) {
            return Optional.empty();
        }
        if (length.isEmpty()) {
            throw new ConfigException(
                    start.get(), Keys.WINDOW_START, Keys.WINDOW_LENGTH + " must be set as well");
        }
        if (start.isEmpty()) {
            throw new ConfigException(
                    length.get(), Keys.WINDOW_LENGTH, Keys.WINDOW_START + " must be set as well");
        }
        if (!WINDOW_START.matcher(start.get().value()).matches()) {
            throw new ConfigException(
                    start.get(), Keys.WINDOW_START, "[Sun..Sat] HH:MM, such as 14:00 or Thu 23:30");
        }
        if (!GO_DURATION.matcher(length.get().value()).matches()) {
            throw new ConfigException(
                    length.get(),
                    Keys.WINDOW_LENGTH,
                    "a length such as 1h30m, under a day or week");
        }
        return Optional.of(new Settings.Window(start.get().value(), length.get().value()));
    }

    /** An empty value counts as not given: it hides a later file, and means the built-in value. */
    private Optional<Definition> given(String... keys) {
        for (String key : keys) {
            Optional<Definition> found = definitions.find(key).filter(d -> !d.value().isEmpty());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private static String words(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + "s"
                : duration.toMillis() + "ms";
    }
}
