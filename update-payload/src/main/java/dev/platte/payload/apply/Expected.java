package dev.platte.payload.apply;

import dev.platte.omaha.value.Sha256;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the offer said about the payload file.
 *
 * @param size bytes, if said
 * @param sha256 over the whole file, if said
 */
public record Expected(OptionalLong size, Optional<Sha256> sha256) {
    /** Nothing was said; the signature alone decides. */
    public static final Expected ANYTHING = new Expected(OptionalLong.empty(), Optional.empty());

    /** Both were said, as Omaha does. */
    public static Expected of(long size, Sha256 sha256) {
        return new Expected(OptionalLong.of(size), Optional.of(sha256));
    }
}
