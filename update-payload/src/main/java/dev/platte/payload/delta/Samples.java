package dev.platte.payload.delta;

/**
 * Samples of blocks, by which similar ones are found: of all runs of 64 bytes, those whose hash
 * happens to begin with enough zeros. Whether a run is sampled depends on nothing but itself, so a
 * piece that moved by a few bytes still has its samples. (The rolling "gear" hash: W. Xia et al.,
 * "FastCDC", 2016.)
 */
final class Samples {
    /** What the oldest byte of a run is shifted out after. */
    private static final int RUN = Long.SIZE;

    private static final long MIX = 0x9e37_79b9_7f4a_7c15L;
    private static final long[] GEAR = gear();

    private Samples() {}

    /** Hears of samples. */
    @FunctionalInterface
    interface Taker {
        void take(long sample);
    }

    /** SplitMix64 from a fixed seed: any fixed numbers without a pattern would do. */
    private static long[] gear() {
        long[] gear = new long[256];
        long state = 0;
        for (int i = 0; i < gear.length; i++) {
            state += MIX;
            long z = state;
            z = (z ^ z >>> 30) * 0xbf58_476d_1ce4_e5b9L;
            z = (z ^ z >>> 27) * 0x94d0_49bb_1331_11ebL;
            gear[i] = z ^ z >>> 31;
        }
        return gear;
    }

    /**
     * Samples one block.
     *
     * @param bits one of 2^bits runs is sampled
     */
    static void of(byte[] bytes, int from, int length, int bits, Taker taker) {
        int shift = Long.SIZE - bits;
        long hash = 0;
        int warm = from + RUN - 1;
        for (int i = from; i < from + length; i++) {
            hash = (hash << 1) + GEAR[bytes[i] & 0xff];
            if (hash >>> shift == 0 && i >= warm) {
                taker.take(hash * MIX);
            }
        }
    }
}
