package dev.platte.omaha.value;

import java.util.List;

/**
 * The versions a host allows itself to be moved to (Omaha v3, {@code targetversionprefix}): whole
 * numbers between dots are compared, so {@code 1.2.3} allows {@code 1.2.3.4} and not {@code
 * 1.2.34}. A {@code $} at the end allows that version only.
 *
 * @param text as written, not empty
 */
public record VersionPrefix(String text) {

    public VersionPrefix {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("an empty prefix allows everything: leave it out");
        }
    }

    /** Whether the host would take this version; a prefix that cannot be read allows none. */
    public boolean allows(ReadableVersion version) {
        boolean exact = text.endsWith("$");
        String prefix = exact ? text.substring(0, text.length() - 1) : text;
        String dotless = prefix.endsWith(".") ? prefix.substring(0, prefix.length() - 1) : prefix;
        return switch (Version.of(dotless)) {
            case UnreadableVersion unreadable -> false;
            case ReadableVersion wanted ->
                    exact ? wanted.standsWith(version) : begins(wanted, version);
        };
    }

    private static boolean begins(ReadableVersion wanted, ReadableVersion version) {
        if (wanted.isPreRelease()) {
            return wanted.standsWith(version);
        }
        List<String> first = wanted.numbers();
        List<String> all = version.numbers();
        return first.size() <= all.size() && all.subList(0, first.size()).equals(first);
    }

    @Override
    public String toString() {
        return text;
    }
}
