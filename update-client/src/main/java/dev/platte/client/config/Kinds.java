package dev.platte.client.config;

import dev.platte.client.config.Key.Kind;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The kinds of values that keys have. */
final class Kinds {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)?");
    private static final Pattern RATE = Pattern.compile("(\\d{1,12})([kMG])?");
    private static final Map<String, Long> UNITS =
            Map.of("", 1L, "k", 1_000L, "M", 1_000_000L, "G", 1_000_000_000L);

    private Kinds() {}

    /** Any text. */
    static Kind<String> text() {
        return new Kind<>("any text", Optional::of, Function.identity());
    }

    /** {@code true} or {@code false}; yes, no, on, off, 1 and 0 mean the same. */
    static Kind<Boolean> flag() {
        return new Kind<>("true or false", Kinds::flag, String::valueOf);
    }

    private static Optional<Boolean> flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> Optional.of(true);
            case "false", "no", "off", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    /** A whole number. */
    static Kind<Long> number(long least, long most) {
        return new Kind<>(
                "a whole number from %d to %d".formatted(least, most),
                text -> number(text).filter(n -> n >= least && n <= most),
                String::valueOf);
    }

    private static Optional<Long> number(String text) {
        try {
            return Optional.of(Long.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Seconds unless a unit (ms, s, m, h) follows the number. */
    static Kind<Duration> time(Duration least, Duration most) {
        return new Kind<>(
                "a time from %s to %s, such as 90s or 5m".formatted(words(least), words(most)),
                text -> time(text).filter(t -> t.compareTo(least) >= 0 && t.compareTo(most) <= 0),
                Kinds::words);
    }

    private static Optional<Duration> time(String text) {
        Matcher parts = DURATION.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        long number = Long.parseLong(parts.group(1));
        return Optional.of(
                switch (parts.group(2)) {
                    case "ms" -> Duration.ofMillis(number);
                    case "m" -> Duration.ofMinutes(number);
                    case "h" -> Duration.ofHours(number);
                    case null, default -> Duration.ofSeconds(number);
                });
    }

    /** Bytes per second, with k, M or G for thousands; 0 is no limit. */
    static Kind<Long> rate(long least) {
        return new Kind<>(
                "bytes per second, such as 500k or 10M, at least %d; 0 for no limit"
                        .formatted(least),
                text -> rate(text).filter(rate -> rate == 0 || rate >= least),
                String::valueOf);
    }

    private static Optional<Long> rate(String text) {
        Matcher parts = RATE.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String unit = parts.group(2) == null ? "" : parts.group(2);
        long factor = UNITS.getOrDefault(unit, 1L);
        return Optional.of(
                Math.multiplyExact(Math.min(Long.parseLong(parts.group(1)), 1L << 33), factor));
    }

    /** One word of several. */
    static <E extends Enum<E>> Kind<E> word(List<E> all, Function<E, String> word) {
        return new Kind<>(
                "one of " + String.join(", ", all.stream().map(word).toList()),
                text -> all.stream().filter(e -> word.apply(e).equals(text)).findFirst(),
                word);
    }

    /** What a pattern matches. */
    static Kind<String> matching(Pattern pattern, String allowed) {
        return new Kind<>(
                allowed,
                text -> Optional.of(text).filter(t -> pattern.matcher(t).matches()),
                Function.identity());
    }

    /** An http or https address without user and fragment; empty without one. */
    static Kind<Optional<URI>> address(String allowed) {
        return new Kind<>(
                allowed,
                text -> webAddress(text).map(Optional::of),
                uri -> uri.map(URI::toString).orElse(""));
    }

    private static Optional<URI> webAddress(String text) {
        try {
            URI uri = new URI(text);
            String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
            boolean web = scheme.equals("http") || scheme.equals("https");
            boolean plain = uri.getRawUserInfo() == null && uri.getRawFragment() == null;
            return Optional.of(uri).filter(u -> web && plain && u.getHost() != null);
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /** Several texts, apart by that character; blanks around them do not count. */
    static Kind<List<String>> list(String separator, String allowed, Pattern each) {
        return new Kind<>(
                allowed,
                text -> {
                    List<String> parts =
                            Arrays.stream(text.split(Pattern.quote(separator)))
                                    .map(String::strip)
                                    .filter(part -> !part.isEmpty())
                                    .toList();
                    return parts.stream().allMatch(part -> each.matcher(part).matches())
                            ? Optional.of(parts)
                            : Optional.empty();
                },
                parts -> String.join(separator, parts));
    }

    /** Paths, apart by colons. */
    static Kind<List<String>> paths() {
        return new Kind<>(
                "paths, apart by colons",
                text ->
                        Optional.of(Stream.of(text.split(":")).filter(p -> !p.isEmpty()).toList())
                                .filter(paths -> !paths.isEmpty()),
                parts -> String.join(":", parts));
    }

    static String words(Duration duration) {
        return duration.toMillis() % 1000 == 0
                ? duration.toSeconds() + "s"
                : duration.toMillis() + "ms";
    }
}
