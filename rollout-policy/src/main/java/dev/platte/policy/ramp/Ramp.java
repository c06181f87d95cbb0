package dev.platte.policy.ramp;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How a rollout opens: from a first share, frame after frame, to larger ones, in straight lines
 * over effective time.
 *
 * <p>A machine is admitted while {@code bucket < threshold(t)}. A frame of no length is a step; a
 * frame that ends at the share it began with is a plateau; after the last frame the share stays.
 * Shares never fall: a rollout takes no admission back, it is halted.
 *
 * @param first the share that is open from the start
 * @param frames at most 1000, in order
 */
public record Ramp(Share first, List<Frame> frames) {

    /** Everybody at once. */
    public static final Ramp INSTANT = fixed(Share.ALL);

    /**
     * One straight piece of a ramp.
     *
     * @param to the share at its end
     * @param over its length in effective time, 0 to 10 years
     */
    public record Frame(Share to, Duration over) {

        private static final Duration LONGEST = Duration.ofDays(3_652);

        public Frame {
            if (over.isNegative() || over.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("a frame lasts 0 to 10 years, not " + over);
            }
        }
    }

    public Ramp {
        frames = List.copyOf(frames);
        if (frames.size() > 1000) {
            throw new IllegalArgumentException(
                    "a ramp has at most 1000 frames, not " + frames.size());
        }
        Share reached = first;
        for (Frame frame : frames) {
            if (frame.to().compareTo(reached) < 0) {
                throw new IllegalArgumentException(
                        "a ramp never falls, but a frame goes from "
                                + reached
                                + " to "
                                + frame.to());
            }
            reached = frame.to();
        }
    }

    /** A share that is open at once and does not grow. */
    public static Ramp fixed(Share share) {
        return new Ramp(share, List.of());
    }

    /** From nobody to everybody in one straight line. */
    public static Ramp linear(Duration over) {
        return new Ramp(Share.NONE, List.of(new Frame(Share.ALL, over)));
    }

    /** The share that the ramp ends with. */
    public Share last() {
        return frames.isEmpty() ? first : frames.getLast().to();
    }

    /** Whether a machine is admitted after some effective time. */
    public boolean admits(Bucket bucket, Duration elapsed) {
        return bucket.place() < threshold(elapsed);
    }

    /**
     * How many places are open after some effective time, 0 to 2<sup>53</sup>; never falls as time
     * passes.
     *
     * @param elapsed zero or more; below zero counts as zero
     */
    public long threshold(Duration elapsed) {
        Duration left = elapsed;
        Share from = first;
        for (Frame frame : frames) {
            if (left.compareTo(frame.over()) < 0) {
                return within(from, frame, left.isNegative() ? Duration.ZERO : left);
            }
            left = left.minus(frame.over());
            from = frame.to();
        }
        return from.threshold();
    }

    /** How many frames are over after some effective time. */
    public int framesOver(Duration elapsed) {
        Duration end = Duration.ZERO;
        int over = 0;
        for (Frame frame : frames) {
            end = end.plus(frame.over());
            if (elapsed.compareTo(end) < 0) {
                return over;
            }
            over++;
        }
        return over;
    }

    /**
     * The shortest effective time after which a machine is admitted; empty if the ramp never gets
     * there.
     */
    public Optional<Duration> admittedAfter(Bucket bucket) {
        if (bucket.place() < first.threshold()) {
            return Optional.of(Duration.ZERO);
        }
        Duration passed = Duration.ZERO;
        Share from = first;
        for (Frame frame : frames) {
            if (bucket.place() < frame.to().threshold()) {
                return Optional.of(passed.plus(untilOpen(from, frame, bucket)));
            }
            passed = passed.plus(frame.over());
            from = frame.to();
        }
        return Optional.empty();
    }

    /**
     * from + (to - from) * passed / over, rounded down; products of 2^53 and nanoseconds need more
     * than 64 bits.
     */
    private static long within(Share from, Frame frame, Duration passed) {
        return from.threshold()
                + BigInteger.valueOf(frame.to().threshold() - from.threshold())
                        .multiply(nanos(passed))
                        .divide(nanos(frame.over()))
                        .longValueExact();
    }

    /**
     * The least whole nanosecond at which {@link #within} exceeds the bucket: its exact inverse,
     * rounded up.
     */
    private static Duration untilOpen(Share from, Frame frame, Bucket bucket) {
        BigInteger rise = BigInteger.valueOf(frame.to().threshold() - from.threshold());
        BigInteger[] nanos =
                BigInteger.valueOf(bucket.place() + 1 - from.threshold())
                        .multiply(nanos(frame.over()))
                        .divideAndRemainder(rise);
        long whole = nanos[0].longValueExact();
        return Duration.ofNanos(nanos[1].signum() == 0 ? whole : whole + 1);
    }

    private static BigInteger nanos(Duration duration) {
        return BigInteger.valueOf(duration.toNanos());
    }
}
