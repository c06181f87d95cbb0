package dev.platte.payload.format;

/**
 * A run of blocks.
 *
 * @param startBlock the first block, or {@link #HOLE} for data that is read and not written
 * @param numBlocks how many, not negative
 */
public record Extent(long startBlock, long numBlocks) {
    /** The start block 2^64-1 of a sparse hole. */
    public static final long HOLE = -1;

    public Extent {
        if (startBlock < HOLE || numBlocks < 0) {
            throw new IllegalArgumentException("no such extent: " + startBlock + "+" + numBlocks);
        }
    }

    /** Whether data for this extent is swallowed. */
    public boolean isHole() {
        return startBlock == HOLE;
    }
}
