package dev.platte.policy.ramp;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A part of a fleet, in millionths: whole numbers, because 0.1 + 0.2 is a percentage that people
 * type.
 *
 * @param millionths 0 (nobody) to 1 000 000 (everybody)
 */
public record Share(int millionths) implements Comparable<Share> {

    public static final Share NONE = new Share(0);
    public static final Share ALL = new Share(1_000_000);

    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);

    public Share {
        if (millionths < 0 || millionths > 1_000_000) {
            throw new IllegalArgumentException(
                    "a share lies in 0 % to 100 %, not " + millionths + " millionths");
        }
    }

    /** A share in whole percent, 0 to 100. */
    public static Share percent(int percent) {
        return percent(BigDecimal.valueOf(percent));
    }

    /** A share in percent, 0 to 100, with at most four decimals. */
    public static Share percent(BigDecimal percent) {
        if (percent.signum() < 0 || percent.compareTo(BigDecimal.valueOf(100)) > 0) {
            throw new IllegalArgumentException(
                    "a share lies in 0 % to 100 %, not " + percent + " %");
        }
        if (percent.stripTrailingZeros().scale() > 4) {
            throw new IllegalArgumentException(
                    "a share has at most four decimals, not " + percent + " %");
        }
        return new Share(percent.movePointRight(4).intValueExact());
    }

    /**
     * How many of the {@link Bucket#COUNT} places lie within this share, rounded down: 0 to
     * 2<sup>53</sup>.
     */
    public long threshold() {
        return BigInteger.valueOf(Bucket.COUNT)
                .multiply(BigInteger.valueOf(millionths))
                .divide(MILLION)
                .longValueExact();
    }

    /** The share in percent, without an exponent. */
    public BigDecimal inPercent() {
        BigDecimal percent = BigDecimal.valueOf(millionths, 4).stripTrailingZeros();
        return percent.scale() < 0 ? percent.setScale(0) : percent;
    }

    @Override
    public int compareTo(Share other) {
        return Integer.compare(millionths, other.millionths);
    }

    /** As people write it: {@code 12.5 %}. */
    @Override
    public String toString() {
        return inPercent() + " %";
    }
}
