package dev.platte.policy.limit;

import java.time.Duration;

/**
 * How fast a rollout may go, whatever its ramp admits.
 *
 * @param atOnce attempts that may be open at the same time, 0 (nobody begins) or more; {@link
 *     #UNLIMITED}
 * @param perPeriod grants in one period, 0 or more; {@link #UNLIMITED}
 * @param period its length, 1 second to 366 days; it begins with the first grant after the one
 *     before has ended
 */
public record Limits(int atOnce, int perPeriod, Duration period) {

    public static final int UNLIMITED = Integer.MAX_VALUE;

    public static final Limits NONE = new Limits(UNLIMITED, UNLIMITED, Duration.ofHours(1));

    public Limits {
        if (atOnce < 0 || perPeriod < 0) {
            throw new IllegalArgumentException(
                    "limits are 0 or more, not "
                            + atOnce
                            + " at once and "
                            + perPeriod
                            + " per period");
        }
        if (period.compareTo(Duration.ofSeconds(1)) < 0
                || period.compareTo(Duration.ofDays(366)) > 0) {
            throw new IllegalArgumentException(
                    "a period lasts 1 second to 366 days, not " + period);
        }
    }

    /** At most so many under way at the same time. */
    public static Limits atOnce(int hosts) {
        return new Limits(hosts, UNLIMITED, NONE.period);
    }

    /** At most so many begun in each period. */
    public static Limits perPeriod(int hosts, Duration period) {
        return new Limits(UNLIMITED, hosts, period);
    }
}
