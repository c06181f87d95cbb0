package dev.platte.server.payload;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of a representation that a {@code Range} header selects (RFC 9110, section 14). One
 * range is honoured; a header that is malformed, names another unit or asks for several ranges is
 * ignored, as section 14.2 allows, and the whole is sent: hosts ask for one, and many small
 * overlapping ranges are an old way to make a server work hard.
 */
sealed interface Selection {

    /** All bytes, as if no range had been asked for. */
    record Whole() implements Selection {}

    /** Bytes {@code first} to {@code last}, both included, inside the representation. */
    record Part(long first, long last) implements Selection {

        public Part {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException("no such part: " + first + "-" + last);
            }
        }

        long length() {
            return last - first + 1;
        }
    }

    /** Nothing of what was asked for exists: 416. */
    record Unsatisfiable() implements Selection {}

    /** One specifier with optional blanks around it, as lists have them. */
    Pattern ONE = Pattern.compile("(?i:bytes)=[ \\t]*(\\d*)-(\\d*)[ \\t]*");

    /**
     * @param header the value of {@code Range}, if there was one
     * @param size bytes of the representation, 0 or more
     */
    static Selection of(@Nullable String header, long size) {
        Matcher one = ONE.matcher(header == null ? "" : header);
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return new Whole();
        }
        if (one.group(1).isEmpty()) {
            return suffix(number(one.group(2)), size);
        }
        long first = number(one.group(1));
        long last = one.group(2).isEmpty() ? Long.MAX_VALUE : number(one.group(2));
        if (last < first) {
            return new Whole(); // An invalid specifier, not an unsatisfiable one.
        }
        return first >= size ? new Unsatisfiable() : new Part(first, Math.min(last, size - 1));
    }

    private static Selection suffix(long length, long size) {
        return length == 0 || size == 0
                ? new Unsatisfiable()
                : new Part(Math.max(0, size - length), size - 1);
    }

    /** More digits than a long holds select as the largest long does: beyond any end. */
    private static long number(String digits) {
        try {
            return Long.parseLong(digits);
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }
}
