package dev.platte.omaha.value;

import java.util.ArrayList;
import java.util.List;

/** Reads the text of a version: {@code numbers[-pre.release][+build.metadata]}. */
final class VersionText {

    /** Longer than any version that was ever released; what is longer is not compared. */
    static final int MAX_LENGTH = 256;

    private VersionText() {}

    static Version read(String text) {
        if (text.isEmpty()) {
            return new UnreadableVersion(text, "it is empty");
        }
        if (text.length() > MAX_LENGTH) {
            return new UnreadableVersion(text, "it is longer than " + MAX_LENGTH + " characters");
        }
        int plus = text.indexOf('+');
        int coreEnd = plus < 0 ? text.length() : plus;
        int hyphen = text.indexOf('-');
        int minus = hyphen < coreEnd ? hyphen : -1;
        int numbersEnd = minus < 0 ? coreEnd : minus;

        List<String> numbers = split(text, 0, numbersEnd);
        for (int i = 0; i < numbers.size(); i++) {
            if (!isNumber(numbers.get(i))) {
                return new UnreadableVersion(
                        text, "\"" + numbers.get(i) + "\" between its dots is not a number");
            }
            numbers.set(i, withoutLeadingZeros(numbers.get(i)));
        }
        List<String> preRelease = minus < 0 ? List.of() : split(text, minus + 1, coreEnd);
        List<String> build = plus < 0 ? List.of() : split(text, plus + 1, text.length());
        for (List<String> identifiers : List.of(preRelease, build)) {
            for (String identifier : identifiers) {
                if (!isIdentifier(identifier)) {
                    return new UnreadableVersion(
                            text,
                            "\"" + identifier + "\" is not made of letters, digits and hyphens");
                }
            }
        }
        return new ReadableVersion(text, List.copyOf(numbers), List.copyOf(preRelease));
    }

    private static List<String> split(String text, int from, int to) {
        List<String> parts = new ArrayList<>(4);
        int start = from;
        for (int i = from; i < to; i++) {
            if (text.charAt(i) == '.') {
                parts.add(text.substring(start, i));
                start = i + 1;
            }
        }
        parts.add(text.substring(start, to));
        return parts;
    }

    static boolean isNumber(String part) {
        for (int i = 0; i < part.length(); i++) {
            if (part.charAt(i) < '0' || part.charAt(i) > '9') {
                return false;
            }
        }
        return !part.isEmpty();
    }

    private static boolean isIdentifier(String part) {
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            boolean allowed =
                    c >= '0' && c <= '9'
                            || c >= 'A' && c <= 'Z'
                            || c >= 'a' && c <= 'z'
                            || c == '-';
            if (!allowed) {
                return false;
            }
        }
        return !part.isEmpty();
    }

    static String withoutLeadingZeros(String digits) {
        int start = 0;
        while (start < digits.length() && digits.charAt(start) == '0') {
            start++;
        }
        return start == 0 ? digits : digits.substring(start);
    }
}
