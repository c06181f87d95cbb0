package dev.platte.policy.window;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time as Go writes them (time.ParseDuration): {@code 1h30m}, {@code 1.5h}, {@code 90s},
 * {@code 0}.
 */
public final class GoDuration {

    private static final Pattern WHOLE =
            Pattern.compile("[+-]?(0|((\\d+(\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h))+)");
    private static final Pattern PART =
            Pattern.compile("(\\d+(?:\\.\\d*)?|\\.\\d+)(ns|us|µs|μs|ms|s|m|h)");
    private static final int LONGEST = 100;

    private GoDuration() {}

    /**
     * The length, to the nanosecond; what is shorter is cut off.
     *
     * @throws IllegalArgumentException it is not written so, or longer than 292 years
     */
    public static Duration parse(String text) {
        if (text.length() > LONGEST || !WHOLE.matcher(text).matches()) {
            throw new IllegalArgumentException(
                    "a length such as 1h30m, 90m or 45s is meant, not \"" + text + "\"");
        }
        BigDecimal nanos = BigDecimal.ZERO;
        Matcher part = PART.matcher(text);
        while (part.find()) {
            String number = part.group(1).startsWith(".") ? "0" + part.group(1) : part.group(1);
            BigDecimal value =
                    new BigDecimal(number.endsWith(".") ? number + "0" : number)
                            .multiply(BigDecimal.valueOf(unit(part.group(2))));
            nanos = nanos.add(value.setScale(0, RoundingMode.DOWN));
        }
        if (nanos.toBigInteger().bitLength() > 62) {
            throw new IllegalArgumentException(text + " is longer than 292 years");
        }
        Duration length = Duration.ofNanos(nanos.longValueExact());
        return text.startsWith("-") ? length.negated() : length;
    }

    private static long unit(String name) {
        return switch (name) {
            case "ns" -> 1;
            case "ms" -> 1_000_000;
            case "s" -> 1_000_000_000;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 1_000; // us, with either of the letters that look like mu
        };
    }
}
