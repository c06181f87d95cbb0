package dev.platte.web.chart;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where an axis has its numbers: at round ones, few enough to be read. */
final class Ticks {

    private static final List<Duration> STEPS =
            List.of(
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(15),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(2),
                    Duration.ofHours(3),
                    Duration.ofHours(6),
                    Duration.ofHours(12),
                    Duration.ofDays(1),
                    Duration.ofDays(2),
                    Duration.ofDays(7),
                    Duration.ofDays(14),
                    Duration.ofDays(28),
                    Duration.ofDays(91),
                    Duration.ofDays(182),
                    Duration.ofDays(364));
    private static final int MOST = 8;

    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private Ticks() {}

    /** The least round number that is not below, for the top of an axis; at least 4. */
    static long top(long most) {
        long unit = 1;
        while (true) {
            for (long round : new long[] {4, 6, 8, 10, 12, 16, 20, 24, 30}) {
                if (round * unit >= most) {
                    return round * unit;
                }
            }
            unit = Math.multiplyExact(unit, 10);
        }
    }

    /** Instants at round times, from the first to the last. */
    static List<Instant> times(Instant from, Instant to) {
        long length = Math.max(60, Duration.between(from, to).toSeconds());
        long step =
                STEPS.stream()
                        .mapToLong(Duration::toSeconds)
                        .filter(seconds -> length / seconds < MOST)
                        .findFirst()
                        .orElse(length / 4);
        List<Instant> ticks = new ArrayList<>();
        long first = Math.ceilDiv(from.getEpochSecond(), step) * step;
        for (long at = first; at <= to.getEpochSecond(); at += step) {
            ticks.add(Instant.ofEpochSecond(at));
        }
        return ticks;
    }

    /** The time of the day, or the day at midnight. */
    static String label(Instant at) {
        return at.getEpochSecond() % Duration.ofDays(1).toSeconds() == 0
                ? DAY.format(at)
                : CLOCK.format(at);
    }
}
