package dev.platte.payload.apply;

import java.util.Optional;

/**
 * Where an image goes, and what a delta makes it from.
 *
 * @param source the old image; without it a delta is refused
 */
public record Destination(Target target, Optional<Source> source) {
    /** For full payloads. */
    public static Destination of(Target target) {
        return new Destination(target, Optional.empty());
    }

    /** For full payloads and deltas. */
    public static Destination of(Target target, Source source) {
        return new Destination(target, Optional.of(source));
    }
}
