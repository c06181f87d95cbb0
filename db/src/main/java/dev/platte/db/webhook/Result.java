package dev.platte.db.webhook;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one try.
 *
 * @param failure why it failed; absent: it was taken
 * @param gone the receiver says that it will never take anything again
 */
public record Result(
        @Nullable Integer status,
        @Nullable String answer,
        @Nullable String failure,
        Duration took,
        boolean gone) {

    /** Taken. */
    public static Result taken(int status, String answer, Duration took) {
        return new Result(status, answer, null, took, false);
    }

    boolean isTaken() {
        return failure == null;
    }
}
