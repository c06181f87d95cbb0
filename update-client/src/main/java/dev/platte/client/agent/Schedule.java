package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.client.poll.Answer.Pace;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to ask next (update_engine update_check_scheduler.cc): first after 2 to 12 minutes, then
 * every 45 minutes with a fuzz of ten; the server can only slow that down, to at most four hours,
 * and answers 500 and 503 double the pause.
 */
final class Schedule {
    private static final int FIRST_SECONDS = 420;
    private static final int FIRST_FUZZ_SECONDS = 600;
    private static final int PERIODIC_SECONDS = 45 * 60;
    private static final int PERIODIC_FUZZ_SECONDS = 10 * 60;
    private static final int LONGEST_SECONDS = 4 * 60 * 60;

    private Schedule() {}

    /**
     * A pause until a check.
     *
     * @param base before the fuzz; doubled when the server is in trouble
     * @param pause with the fuzz
     */
    record Interval(Duration base, Duration pause) {
        Interval {
            requireNonNull(base, "base");
            requireNonNull(pause, "pause");
        }
    }

    static Interval first(RandomGenerator random) {
        return fuzzed(FIRST_SECONDS, FIRST_FUZZ_SECONDS, random);
    }

    /**
     * The pause after a check.
     *
     * @param pace what the last check, or the last download, brought
     * @param last the pause before that check, without fuzz
     */
    static Interval next(Pace pace, Duration last, RandomGenerator random) {
        long seconds = 0;
        if (pace.pollInterval() > 0) {
            seconds = pace.pollInterval();
        } else if (pace.httpStatus() == 500 || pace.httpStatus() == 503) {
            seconds = Math.multiplyExact(last.toSeconds(), 2L);
        }
        seconds = Math.min(seconds, LONGEST_SECONDS);
        return seconds < PERIODIC_SECONDS
                ? fuzzed(PERIODIC_SECONDS, PERIODIC_FUZZ_SECONDS, random)
                : fuzzed(Math.toIntExact(seconds), Math.toIntExact(seconds), random);
    }

    /** Whether a pause is the server's wish or its trouble, rather than the usual one. */
    static boolean isSlowed(Pace pace) {
        return pace.pollInterval() >= PERIODIC_SECONDS
                || !pace.leaveAlone().isZero()
                || pace.httpStatus() == 500
                || pace.httpStatus() == 503;
    }

    /** A base that was kept, within what any schedule can have made. */
    static Duration bounded(Duration base) {
        long seconds = Math.clamp(base.toSeconds(), FIRST_SECONDS, LONGEST_SECONDS);
        return Duration.ofSeconds(seconds);
    }

    /** A pause that was kept, within what any schedule can have made. */
    static Duration longest(Duration pause) {
        long most = LONGEST_SECONDS + LONGEST_SECONDS / 2L;
        return Duration.ofSeconds(Math.clamp(pause.toSeconds(), 0, most));
    }

    /** Uniform over {@code range + 1} whole seconds around the value (utils.cc FuzzInt). */
    private static Interval fuzzed(int seconds, int range, RandomGenerator random) {
        int least = seconds - range / 2;
        int pause = random.nextInt(least, least + range + 1);
        return new Interval(Duration.ofSeconds(seconds), Duration.ofSeconds(pause));
    }
}
