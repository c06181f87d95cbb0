package dev.platte.client.poll;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * How long a server wants to be left alone: {@code Retry-After} (RFC 9110, section 10.2.3) and
 * Omaha's {@code X-Retry-After}. Nobody can silence a host for longer than update_engine's longest
 * pause.
 */
final class RetryAfter {
    private static final Duration LONGEST = Duration.ofHours(4);

    private RetryAfter() {}

    static Optional<Duration> of(HttpHeaders headers, InstantSource clock) {
        return headers.firstValue("Retry-After")
                .or(() -> headers.firstValue("X-Retry-After"))
                .map(String::strip)
                .flatMap(text -> seconds(text).or(() -> date(text, headers, clock)))
                .filter(wait -> !wait.isNegative())
                .map(wait -> wait.compareTo(LONGEST) > 0 ? LONGEST : wait);
    }

    private static Optional<Duration> seconds(String text) {
        boolean digits = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            return Optional.empty();
        }
        return Optional.of(text.length() > 9 ? LONGEST : Duration.ofSeconds(Long.parseLong(text)));
    }

    /** A date is measured by the server's own clock where it tells that: ours may be years off. */
    private static Optional<Duration> date(String text, HttpHeaders headers, InstantSource clock) {
        Optional<Instant> now = headers.firstValue("Date").flatMap(RetryAfter::instant);
        return instant(text).map(at -> Duration.between(now.orElseGet(clock::instant), at));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
