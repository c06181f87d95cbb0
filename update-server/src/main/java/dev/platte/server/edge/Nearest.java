package dev.platte.server.edge;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which known name was most likely meant by a misspelt one. */
final class Nearest {

    private Nearest() {}

    /** Empty where none is near: a third of its letters may be wrong, or words too many follow. */
    static Optional<String> of(String name, Collection<String> known) {
        return known.stream()
                .filter(
                        each ->
                                name.startsWith(each)
                                        || distance(name, each) <= Math.max(2, each.length() / 3))
                .min(Comparator.comparingInt(each -> distance(name, each)));
    }

    /** Insertions, deletions and replacements of letters between the two (Levenshtein). */
    private static int distance(String one, String other) {
        int[] above = IntStream.rangeClosed(0, other.length()).toArray();
        for (int i = 1; i <= one.length(); i++) {
            int[] row = new int[above.length];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                int changed = above[j - 1] + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[other.length()];
    }
}
