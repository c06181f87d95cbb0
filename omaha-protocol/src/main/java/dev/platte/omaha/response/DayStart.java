package dev.platte.omaha.response;

import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;

/**
 * The server's clock (Omaha v3, section daystart). go-omaha sends seconds only; what a server says
 * that is no number is taken for unsaid, since nothing hangs on it.
 *
 * @param elapsedSeconds since the server's midnight
 * @param elapsedDays since 2007-01-01
 */
public record DayStart(OptionalInt elapsedSeconds, OptionalInt elapsedDays) {

    private static final LocalDate DAY_ZERO = LocalDate.of(2007, 1, 1);

    /** What a server says at this time and place. */
    public static DayStart at(ZonedDateTime now) {
        long days = ChronoUnit.DAYS.between(DAY_ZERO, now.toLocalDate());
        return new DayStart(
                OptionalInt.of(now.toLocalTime().toSecondOfDay()),
                OptionalInt.of(Math.toIntExact(days)));
    }
}
