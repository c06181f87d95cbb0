package dev.platte.policy.window;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * locksmith's reboot window (its pkg/timeutil/periodic.go): it begins every day, or on one day of
 * each week, when a clock on the wall shows a time, and lasts so long by a stop watch.
 *
 * <p>So where the clock is set forward or back the window keeps its length, and ends at another
 * time on the wall. A beginning that the clock skips is taken as much later as the clock jumps; of
 * one that it shows twice, the first counts.
 *
 * @param day absent: every day
 * @param length 0 or more, less than the day or the week after which it begins again
 */
public record Periodic(@Nullable DayOfWeek day, LocalTime start, Duration length) {

    private static final Pattern TIME = Pattern.compile("(\\d{1,2}):(\\d{1,2})");
    private static final Map<String, DayOfWeek> DAYS =
            Map.of(
                    "sun", DayOfWeek.SUNDAY,
                    "mon", DayOfWeek.MONDAY,
                    "tue", DayOfWeek.TUESDAY,
                    "wed", DayOfWeek.WEDNESDAY,
                    "thu", DayOfWeek.THURSDAY,
                    "fri", DayOfWeek.FRIDAY,
                    "sat", DayOfWeek.SATURDAY);

    /**
     * One time that it is open.
     *
     * @param end no part of it any more
     */
    public record Period(Instant start, Instant end) {

        /** Whether it is open at an instant. */
        public boolean contains(Instant at) {
            return !at.isBefore(start) && at.isBefore(end);
        }
    }

    public Periodic {
        if (length.isNegative()) {
            throw new IllegalArgumentException("a window's length is 0 or more, not " + length);
        }
        Duration most = Duration.ofDays(day == null ? 1 : 7);
        if (length.compareTo(most) >= 0) {
            throw new IllegalArgumentException(
                    "a window is shorter than the "
                            + (day == null ? "day" : "week")
                            + " after which it begins again, not "
                            + length);
        }
    }

    /**
     * Reads it as locksmith does: {@code 14:00} or {@code Thu 23:30}, and a length such as {@code
     * 1h30m}. Unlike there nothing may follow the minute: {@code 2:00pm} would mean the night.
     *
     * @throws IllegalArgumentException with what would be right
     */
    public static Periodic parse(String start, String length) {
        String[] fields = start.strip().split("\\s+");
        if (fields.length > 2) {
            throw wrong(start);
        }
        DayOfWeek day = null;
        if (fields.length == 2) {
            day = DAYS.get(fields[0].toLowerCase(Locale.ROOT));
            if (day == null) {
                throw wrong(start);
            }
        }
        Matcher time = TIME.matcher(fields[fields.length - 1]);
        if (!time.matches()) {
            throw wrong(start);
        }
        try {
            return new Periodic(
                    day,
                    LocalTime.of(Integer.parseInt(time.group(1)), Integer.parseInt(time.group(2))),
                    GoDuration.parse(length.strip()));
        } catch (DateTimeException e) {
            throw wrong(start);
        }
    }

    private static IllegalArgumentException wrong(String start) {
        return new IllegalArgumentException(
                "a time such as 14:00 or Thu 23:30 is meant (days are Sun to Sat), not \""
                        + start
                        + "\"");
    }

    /** The last period that has begun, perhaps at this very instant. */
    public Period previous(Instant now, ZoneId zone) {
        LocalDate date = recent(LocalDate.ofInstant(now, zone).plusDays(1));
        // From tomorrow on: a clock that is set back over midnight shows yesterday again.
        for (int i = 0; i < 4; i++) {
            Instant start = at(date, zone);
            if (!start.isAfter(now)) {
                return period(start);
            }
            date = date.minusDays(step());
        }
        throw new IllegalStateException("no " + this + " before " + now + " in " + zone);
    }

    /** The next period that has not begun. */
    public Period next(Instant now, ZoneId zone) {
        LocalDate date = recent(LocalDate.ofInstant(now, zone).minusDays(1));
        for (int i = 0; i < 5; i++) {
            Instant start = at(date, zone);
            if (start.isAfter(now)) {
                return period(start);
            }
            date = date.plusDays(step());
        }
        throw new IllegalStateException("no " + this + " after " + now + " in " + zone);
    }

    /**
     * How far the period is that matters now: 0 or less inside one, by how long it has been open;
     * otherwise until the next one begins. As in locksmith the last instant of a period is still
     * inside here; {@link Period#contains} takes it out.
     */
    public Duration toStart(Instant now, ZoneId zone) {
        Period last = previous(now, zone);
        return Duration.between(
                now, now.isAfter(last.end()) ? next(now, zone).start() : last.start());
    }

    /** The period that is open now. */
    public Optional<Period> open(Instant now, ZoneId zone) {
        return Optional.of(previous(now, zone)).filter(period -> period.contains(now));
    }

    /** As locksmith reads it. */
    @Override
    public String toString() {
        String name =
                day == null
                        ? ""
                        : day.name().charAt(0)
                                + day.name().substring(1, 3).toLowerCase(Locale.ROOT)
                                + " ";
        return name + start + "/" + length.toString().substring(2).toLowerCase(Locale.ROOT);
    }

    private Period period(Instant start) {
        return new Period(start, start.plus(length));
    }

    private int step() {
        return day == null ? 1 : 7;
    }

    private LocalDate recent(LocalDate date) {
        return day == null ? date : date.with(TemporalAdjusters.previousOrSame(day));
    }

    private Instant at(LocalDate date, ZoneId zone) {
        return date.atTime(start).atZone(zone).toInstant();
    }
}
