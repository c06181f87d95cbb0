package dev.platte.client.slot;

import java.util.Optional;

/** What the medium holds after writing, compared with what the signed manifest says. */
public sealed interface ReadBack {
    /**
     * The slot holds the image.
     *
     * @param throughCacheBecause why the bytes came through the page cache; empty when they came
     *     from the medium
     */
    record Matches(VerifiedImage image, Optional<String> throughCacheBecause) implements ReadBack {}

    /**
     * The slot holds something else; it stays unbootable.
     *
     * @param expected SHA-256 in lower-case hex
     * @param actual SHA-256 in lower-case hex
     */
    record Differs(long size, String expected, String actual) implements ReadBack {}
}
