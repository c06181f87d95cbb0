package dev.platte.web.page;

import dev.platte.db.catalog.PackageState;
import dev.platte.db.fleet.HostState;
import dev.platte.db.rollout.RolloutState;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * How pages write times, sizes, numbers and states. One for each request: all times on a page are
 * relative to the same instant.
 */
public final class Formats {

    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEEE, d MMMM uuuu", Locale.ENGLISH);
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private final Instant now;

    public Formats(Instant now) {
        this.now = now;
    }

    public Instant now() {
        return now;
    }

    /** {@code just now}, {@code 5 min ago}, {@code in 3 days}; rounded down. */
    public String relative(Instant time) {
        Duration past = Duration.between(time, now);
        if (past.abs().toSeconds() < 10) {
            return "just now";
        }
        String length = length(past.abs());
        return past.isNegative() ? "in " + length : length + " ago";
    }

    /** The largest unit that fits, rounded down: {@code 40 s}, {@code 5 min}, {@code 3 days}. */
    static String length(Duration length) {
        if (length.toMinutes() < 1) {
            return length.toSeconds() + " s";
        }
        if (length.toHours() < 1) {
            return length.toMinutes() + " min";
        }
        if (length.toDays() < 1) {
            return length.toHours() + " h";
        }
        long days = length.toDays();
        if (days < 60) {
            return days == 1 ? "1 day" : days + " days";
        }
        return days < 730 ? days / 30 + " months" : days / 365 + " years";
    }

    /** A length that was set: {@code 90 days}. */
    public String span(Duration length) {
        return length.toDays() > 0 ? count(length.toDays(), "day") : length(length);
    }

    /** A length that was estimated: {@code ~ 40 min}. */
    public String about(Duration length) {
        return "~ " + length(length.abs());
    }

    /** To the second, in UTC. */
    public String exact(Instant time) {
        return EXACT.format(time);
    }

    /** For the attribute {@code datetime}. */
    public String machine(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Three digits and a binary unit: {@code 312 MiB}, {@code 1.46 GiB}. */
    public String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        // 999.5 would be written with four digits.
        while (value >= 999.5 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        int decimals = unit == 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
        return String.format(Locale.ROOT, "%." + decimals + "f %s", value, UNITS[unit]);
    }

    /** With commas between thousands. */
    public String count(long count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    /** {@code 1 host}, {@code 2,418 hosts}. */
    public String count(long count, String noun) {
        return count(count) + " " + (count == 1 ? noun : noun + "s");
    }

    /** Whole percent; only nothing is 0 % and only everything is 100 %. */
    public String share(long part, long whole) {
        if (whole == 0 || part == 0) {
            return "0 %";
        }
        long percent = Math.round(100.0 * part / whole);
        if (percent == 0) {
            return "< 1 %";
        }
        return percent == 100 && part < whole ? "> 99 %" : percent + " %";
    }

    /** For the geometry of a drawing. */
    public String percent(double percent) {
        return String.format(Locale.ROOT, "%.3f%%", percent);
    }

    /** {@code Sunday, 1 March 2026}. */
    public String day(LocalDate day) {
        return DAY.format(day);
    }

    /** The time of the day in UTC. */
    public String clock(Instant time) {
        return CLOCK.format(time);
    }

    /** The first twelve of many hex digits. */
    public String brief(String hex) {
        return hex.length() <= 12 ? hex : hex.substring(0, 12);
    }

    public Mark state(HostState state) {
        return Mark.of(state);
    }

    public Mark state(RolloutState state) {
        return Mark.of(state);
    }

    public Mark state(PackageState state) {
        return Mark.of(state);
    }
}
