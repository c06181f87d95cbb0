package dev.platte.payload.apply;

/**
 * A run of blocks that an operation reads.
 *
 * @param origin who holds them
 * @param block the first one there
 * @param count how many
 */
record Span(Origin origin, long block, long count) {
    enum Origin {
        /** The old image: no operation wrote them before. */
        SOURCE,
        /** The target: an earlier operation wrote them. */
        TARGET,
        /** Nobody: zeros. */
        HOLE
    }
}
