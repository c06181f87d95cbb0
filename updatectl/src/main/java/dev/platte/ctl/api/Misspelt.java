package dev.platte.ctl.api;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Finds variables that were meant for us and are called otherwise: a misspelt {@code
 * PLATTE_PROFILE} would lead to another server. Those of the server and of others are nothing like
 * ours.
 */
final class Misspelt {
    private static final String OURS = "PLATTE_";

    private Misspelt() {}

    /**
     * @throws IOException names the first one and what was meant
     */
    static void check(Collection<String> variables, Collection<String> known) throws IOException {
        for (String name : variables.stream().sorted().toList()) {
            if (name.startsWith(OURS) && !known.contains(name)) {
                Optional<String> meant =
                        known.stream().filter(each -> isNearly(name, each)).sorted().findFirst();
                if (meant.isPresent()) {
                    throw new IOException(
                            "the environment has %s: is it %s? Correct or unset it"
                                    .formatted(name, meant.get()));
                }
            }
        }
    }

    /** With the same letters in another order, but for one exchanged or two more or less. */
    private static boolean isNearly(String name, String known) {
        Map<Integer, Integer> letters = new HashMap<>();
        name.chars().forEach(letter -> letters.merge(letter, 1, Integer::sum));
        known.chars().forEach(letter -> letters.merge(letter, -1, Integer::sum));
        return letters.values().stream().mapToInt(Math::abs).sum() <= 2;
    }
}
