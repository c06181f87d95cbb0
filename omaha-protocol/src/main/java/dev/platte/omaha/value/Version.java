package dev.platte.omaha.value;

import java.util.Optional;

/**
 * A version as somebody said it: either one that has a place in an order, or one that has none.
 *
 * <p>Only a {@link ReadableVersion} can be compared, so that nobody is offered an update on a
 * guess; an {@link UnreadableVersion} is stored and shown as it came. {@link #of(String)} takes any
 * text.
 */
public sealed interface Version permits ReadableVersion, UnreadableVersion {

    /** What update_engine sends as the previous version when it has no record of one. */
    Version NONE = of("0.0.0.0");

    /** The version behind any text; never throws. */
    static Version of(String text) {
        return VersionText.read(text);
    }

    /** As it was said, byte for byte. */
    String text();

    /** This version if it can be compared. */
    Optional<ReadableVersion> readable();
}
