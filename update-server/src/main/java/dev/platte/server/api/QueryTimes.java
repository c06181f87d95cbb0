package dev.platte.server.api;

import dev.platte.server.edge.ProblemException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

/** Times in the query of a request. */
final class QueryTimes {
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");
    private static final Duration LONGEST = Duration.ofDays(36_500);

    private QueryTimes() {}

    /**
     * A duration of no more than a hundred years.
     *
     * @param name of the parameter
     * @throws ProblemException 400 {@code duration-invalid} for anything else
     */
    static Duration duration(String name, String text) {
        try {
            Duration duration = Duration.parse(text);
            if (!duration.isNegative() && duration.compareTo(LONGEST) <= 0) {
                return duration;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw ProblemException.of(
                400,
                "duration-invalid",
                name + " is a duration from PT0S to P36500D, such as P7D for a week.");
    }

    /**
     * An instant from 1970 to 9999.
     *
     * @param name of the parameter
     * @throws ProblemException 400 {@code instant-invalid} for anything else
     */
    static Instant instant(String name, String text) {
        try {
            Instant instant = Instant.parse(text);
            if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Said below.
        }
        throw ProblemException.of(
                400,
                "instant-invalid",
                name + " is an instant in UTC, such as 2026-03-01T12:00:00Z.");
    }
}
