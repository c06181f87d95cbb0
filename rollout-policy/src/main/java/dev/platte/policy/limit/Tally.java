package dev.platte.policy.limit;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What has been granted by one rollout, as its row says under its lock.
 *
 * @param open attempts that hold a slot: granted, downloading or downloaded. A host that has
 *     installed and waits for its reboot holds none, or a week's reboot window would stop the
 *     rollout for a week
 * @param periodStart when the running period began, in 1970 to 9999; null before the first grant
 * @param granted grants since {@code periodStart}
 */
public record Tally(long open, @Nullable Instant periodStart, long granted) {

    public static final Tally EMPTY = new Tally(0, null, 0);

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    public Tally {
        if (open < 0 || granted < 0) {
            throw new IllegalArgumentException(
                    "counts are 0 or more, not " + open + " open, " + granted + " granted");
        }
        if (periodStart != null
                && (periodStart.isBefore(Instant.EPOCH) || periodStart.isAfter(LATEST))) {
            throw new IllegalArgumentException(
                    "a period begins in 1970 to 9999, not " + periodStart);
        }
    }

    /** Whether one more may be open at the same time. */
    public boolean hasSlot(Limits limits) {
        return open < limits.atOnce();
    }

    /**
     * When the running period ends, if it has no grant left at {@code now}; empty: one may be
     * granted.
     */
    public Optional<Instant> fullUntil(Limits limits, Instant now) {
        if (limits.perPeriod() == Limits.UNLIMITED || inPeriod(limits, now) < limits.perPeriod()) {
            return Optional.empty();
        }
        Instant start = periodStart == null || ended(limits, now) ? now : periodStart;
        return Optional.of(start.plus(limits.period()));
    }

    /**
     * The tally after one more grant; a period that has ended is followed by one that begins now.
     */
    public Tally afterGrant(Limits limits, Instant now) {
        return periodStart == null || ended(limits, now)
                ? new Tally(open + 1, now, 1)
                : new Tally(open + 1, periodStart, granted + 1);
    }

    /** The tally after an attempt gave its slot back; its grant stays counted in the period. */
    public Tally afterRelease() {
        return new Tally(open - 1, periodStart, granted);
    }

    private long inPeriod(Limits limits, Instant now) {
        return ended(limits, now) ? 0 : granted;
    }

    /**
     * A clock that was set back does not begin a period: it would let the grants of the last one
     * out again.
     */
    private boolean ended(Limits limits, Instant now) {
        return periodStart == null || !now.isBefore(periodStart.plus(limits.period()));
    }
}
