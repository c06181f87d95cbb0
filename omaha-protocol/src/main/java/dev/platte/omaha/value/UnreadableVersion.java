package dev.platte.omaha.value;

import java.util.Optional;

/**
 * A version without a place in any order, such as {@code ForcedUpdate} or an empty attribute.
 *
 * @param text as it was said; may be empty
 * @param why what is wrong with it, for an operator
 */
public record UnreadableVersion(String text, String why) implements Version {

    @Override
    public Optional<ReadableVersion> readable() {
        return Optional.empty();
    }

    @Override
    public String toString() {
        return text;
    }
}
