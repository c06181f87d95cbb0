package dev.platte.policy.health;

/**
 * How the attempts of a rollout ended, as far as they have ended.
 *
 * <p>Silence counts: a host that never came back is a failure, or a release that kills its hosts
 * would look healthy for ever. Attempts still open, and hosts that wait for their reboot, are in no
 * number here.
 *
 * @param updated seen from the new version under a new boot id
 * @param failed reported an error
 * @param timedOut said nothing before the lease ended
 * @param fellBack were back on the old version after installing the new one
 */
public record Outcomes(long updated, long failed, long timedOut, long fellBack) {

    public static final Outcomes NONE = new Outcomes(0, 0, 0, 0);

    private static final long MOST = 1L << 50;

    public Outcomes {
        check(updated);
        check(failed);
        check(timedOut);
        check(fellBack);
    }

    public long failures() {
        return failed + timedOut + fellBack;
    }

    /** Attempts that have ended, well or badly: the denominator of every rate. */
    public long resolved() {
        return updated + failures();
    }

    private static void check(long count) {
        if (count < 0 || count > MOST) {
            throw new IllegalArgumentException(
                    "a count of attempts lies in 0 to 2^50, not " + count);
        }
    }
}
