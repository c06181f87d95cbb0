package dev.platte.payload.ext;

/**
 * How much of an image may be looked at: what is there once is read once, and a broken image that
 * refers to itself comes to an end.
 */
final class Budget {
    /** A million files, each in a few pieces. */
    private static final long MOST_NODES = 8_000_000;

    private static final long MOST_NAME_BYTES = 256L << 20;

    private long nodes = MOST_NODES;
    private long names = MOST_NAME_BYTES;
    private long blocks;

    /**
     * @param blocks of the file system; files share none, so all together have no more (twice that,
     *     for images that are a little broken)
     */
    Budget(long blocks) {
        this.blocks = 2 * blocks;
    }

    void takeNode() throws ExtException {
        if (--nodes < 0) {
            throw new ExtException("more than %d nodes".formatted(MOST_NODES));
        }
    }

    void takeBlocks(long count) throws ExtException {
        blocks -= count;
        if (blocks < 0) {
            throw new ExtException("files with more blocks than there are");
        }
    }

    void takeName(int length) throws ExtException {
        names -= length;
        if (names < 0) {
            throw new ExtException("names of more than %d bytes".formatted(MOST_NAME_BYTES));
        }
    }
}
