package dev.platte.server.edge;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Numbers that differ from request to request and from server to server, for ids and pauses;
 * nothing that has to stay secret may come from here. SplitMix64 (Steele, Lea, Flood 2014) whose
 * state all threads share: as many numbers as a server can ask for before one comes again, without
 * a lock. Each poll takes a few; from a {@link SecureRandom} these took 1.6 us, behind one lock for
 * all.
 */
public final class PlainRandom implements RandomGenerator {

    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;

    private final AtomicLong state;

    /** Begins where no other server does. */
    public PlainRandom() {
        this(new SecureRandom().nextLong());
    }

    PlainRandom(long seed) {
        this.state = new AtomicLong(seed);
    }

    @Override
    public long nextLong() {
        long z = state.addAndGet(GOLDEN);
        z = (z ^ z >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        z = (z ^ z >>> 27) * 0x94D0_49BB_1331_11EBL;
        return z ^ z >>> 31;
    }
}
