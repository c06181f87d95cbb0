package dev.platte.omaha.value;

import java.util.List;
import java.util.Optional;

/**
 * A version that can be compared: numbers between dots, any count of them and of any size, then a
 * pre-release and build metadata as in Semantic Versioning 2.0.
 *
 * <p>Missing trailing numbers are 0 and leading zeros do not count, as in Omaha v3: {@code 1.2}
 * stands where {@code 1.2.0.0} stands, and {@code 1.005} is newer than {@code 1.4}. A pre-release
 * stands before its release. Build metadata has no place in the order, so {@code
 * 3340.0.0+nightly-20220823-2100} stands where {@code 3340.0.0} does.
 *
 * <p>Equality is that of the text, the order is that of the version: {@code compareTo} may be 0
 * where {@code equals} is false. Ask {@link #standsWith} for the former.
 */
public final class ReadableVersion implements Version, Comparable<ReadableVersion> {

    private final String text;
    private final List<String> numbers;
    private final List<String> preRelease;

    /** Numbers come without leading zeros, zero itself as "". */
    ReadableVersion(String text, List<String> numbers, List<String> preRelease) {
        this.text = text;
        this.numbers = numbers;
        this.preRelease = preRelease;
    }

    /**
     * The version behind a text that must be readable.
     *
     * @throws IllegalArgumentException saying what is wrong with the text
     */
    public static ReadableVersion of(String text) {
        return switch (Version.of(text)) {
            case ReadableVersion version -> version;
            case UnreadableVersion version ->
                    throw new IllegalArgumentException(
                            "version \"" + text + "\" cannot be read: " + version.why());
        };
    }

    @Override
    public String text() {
        return text;
    }

    @Override
    public Optional<ReadableVersion> readable() {
        return Optional.of(this);
    }

    public boolean isNewerThan(ReadableVersion other) {
        return compareTo(other) > 0;
    }

    /** Whether neither is newer than the other. */
    public boolean standsWith(ReadableVersion other) {
        return compareTo(other) == 0;
    }

    public boolean isPreRelease() {
        return !preRelease.isEmpty();
    }

    /** The numbers, written without leading zeros. */
    public List<String> numbers() {
        return numbers.stream().map(number -> number.isEmpty() ? "0" : number).toList();
    }

    @Override
    public int compareTo(ReadableVersion other) {
        int count = Math.max(numbers.size(), other.numbers.size());
        for (int i = 0; i < count; i++) {
            int order = compareNumbers(numberAt(i), other.numberAt(i));
            if (order != 0) {
                return order;
            }
        }
        return comparePreReleases(other);
    }

    private String numberAt(int index) {
        return index < numbers.size() ? numbers.get(index) : "";
    }

    /** Semantic Versioning 2.0, item 11: none is after any; then item by item; the longer wins. */
    private int comparePreReleases(ReadableVersion other) {
        if (preRelease.isEmpty() || other.preRelease.isEmpty()) {
            return Boolean.compare(preRelease.isEmpty(), other.preRelease.isEmpty());
        }
        int common = Math.min(preRelease.size(), other.preRelease.size());
        for (int i = 0; i < common; i++) {
            int order = compareIdentifiers(preRelease.get(i), other.preRelease.get(i));
            if (order != 0) {
                return order;
            }
        }
        return Integer.compare(preRelease.size(), other.preRelease.size());
    }

    private static int compareIdentifiers(String left, String right) {
        boolean leftIsNumber = VersionText.isNumber(left);
        boolean rightIsNumber = VersionText.isNumber(right);
        if (leftIsNumber && rightIsNumber) {
            return compareNumbers(
                    VersionText.withoutLeadingZeros(left), VersionText.withoutLeadingZeros(right));
        }
        if (leftIsNumber != rightIsNumber) {
            return leftIsNumber ? -1 : 1;
        }
        return left.compareTo(right);
    }

    /** Digits without leading zeros: more digits are more, so no size overflows. */
    private static int compareNumbers(String left, String right) {
        int byLength = Integer.compare(left.length(), right.length());
        return byLength != 0 ? byLength : left.compareTo(right);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReadableVersion version && version.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
