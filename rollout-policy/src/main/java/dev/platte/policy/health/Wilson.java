package dev.platte.policy.health;

/**
 * Bounds of a rate known from few attempts: Wilson's score interval, one-sided.
 *
 * <p>Unlike the plain rate it does not cry wolf over one failure in two, and unlike the textbook
 * interval it is right near 0 and 1. E. B. Wilson, "Probable inference, the law of succession, and
 * statistical inference", JASA 22 (1927), with s of n, p = s / n:
 *
 * <pre>(p + z²/2n ± z sqrt(p (1 - p) / n + z²/4n²)) / (1 + z²/n)</pre>
 */
public final class Wilson {

    private Wilson() {}

    /**
     * The rate that the true one exceeds, at a confidence.
     *
     * @param some of {@code all}, 0 to {@code all}
     * @param all none: 0
     * @return 0 to 1
     */
    public static double lower(long some, long all, Confidence confidence) {
        check(some, all);
        if (some == 0) {
            return 0;
        }
        return Math.max(0, bound(some, all, -confidence.z()));
    }

    /**
     * The rate that the true one stays under, at a confidence.
     *
     * @param some of {@code all}, 0 to {@code all}
     * @param all none: 1, nothing is known
     * @return 0 to 1
     */
    public static double upper(long some, long all, Confidence confidence) {
        check(some, all);
        if (some == all) {
            return 1;
        }
        return Math.min(1, bound(some, all, confidence.z()));
    }

    private static double bound(long some, long all, double z) {
        double n = all;
        double p = some / n;
        double centre = p + z * z / (2 * n);
        double margin = z * Math.sqrt(p * (1 - p) / n + z * z / (4 * n * n));
        return (centre + margin) / (1 + z * z / n);
    }

    private static void check(long some, long all) {
        if (some < 0 || all < some) {
            throw new IllegalArgumentException(
                    "a rate needs 0 <= some <= all, not " + some + " of " + all);
        }
    }
}
