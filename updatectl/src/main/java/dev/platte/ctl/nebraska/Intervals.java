package dev.platte.ctl.nebraska;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The intervals of PostgreSQL as people type them: {@code 15 minutes}, {@code 1 day 02:00:00}. */
final class Intervals {
    private static final Pattern PART =
            Pattern.compile(
                    "\\s*(?:(\\d{1,6})\\s*(second|sec|s|minute|min|m|hour|hr|h|day|d|week|w|month|mon)s?"
                            + "|(\\d{1,4}):(\\d{2})(?::(\\d{2}))?)",
                    Pattern.CASE_INSENSITIVE);

    private Intervals() {}

    /**
     * Empty for what it is not sure of, and for nothing. A month has 30 days, as PostgreSQL has it.
     */
    static Optional<Duration> read(String text) {
        Duration sum = Duration.ZERO;
        Matcher part = PART.matcher(text);
        int at = 0;
        while (at < text.stripTrailing().length()) {
            if (!part.find(at) || part.start() != at) {
                return Optional.empty();
            }
            sum = sum.plus(length(part));
            at = part.end();
        }
        return sum.isZero() ? Optional.empty() : Optional.of(sum);
    }

    private static Duration length(Matcher part) {
        if (part.group(1) == null) {
            String seconds = part.group(5) == null ? "0" : part.group(5);
            return Duration.ofHours(Long.parseLong(part.group(3)))
                    .plusMinutes(Long.parseLong(part.group(4)))
                    .plusSeconds(Long.parseLong(seconds));
        }
        long number = Long.parseLong(part.group(1));
        String unit = part.group(2).toLowerCase(Locale.ROOT);
        return switch (unit) {
            case "month", "mon" -> Duration.ofDays(Math.multiplyExact(30, number));
            case "week", "w" -> Duration.ofDays(Math.multiplyExact(7, number));
            case "day", "d" -> Duration.ofDays(number);
            case "hour", "hr", "h" -> Duration.ofHours(number);
            case "minute", "min", "m" -> Duration.ofMinutes(number);
            default -> Duration.ofSeconds(number);
        };
    }
}
