package dev.platte.web.form;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A length of time as two fields of a form show it, which {@link Sent#length} reads again.
 *
 * @param number whole; empty: nothing is said
 * @param unit one of {@code SECONDS, MINUTES, HOURS, DAYS}
 */
public record Length(String number, String unit) {

    /** Nothing is said yet. */
    public static final Length NONE = new Length("", "MINUTES");

    /** Absent: nothing is said. */
    public static Length ofNullable(@Nullable Duration length) {
        return length == null ? NONE : of(length);
    }

    /** In the largest unit of which it is a whole number. */
    public static Length of(Duration length) {
        long seconds = length.toSeconds();
        if (seconds == 0) {
            return new Length("0", "MINUTES");
        }
        if (seconds % 86_400 == 0) {
            return new Length(Long.toString(seconds / 86_400), "DAYS");
        }
        if (seconds % 3_600 == 0) {
            return new Length(Long.toString(seconds / 3_600), "HOURS");
        }
        return seconds % 60 == 0
                ? new Length(Long.toString(seconds / 60), "MINUTES")
                : new Length(Long.toString(seconds), "SECONDS");
    }
}
