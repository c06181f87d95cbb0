package dev.platte.client.rate;

import static java.util.Objects.requireNonNull;

import dev.platte.client.http.Pause;
import java.time.Duration;

/**
 * A token bucket: over any stretch of time it lets no more through than the rate times that stretch
 * and a tenth of a second. It forgets no fraction of a byte, so that a transfer of days keeps to
 * the rate as exactly as one of a second. Several threads may share one.
 */
public final class RateLimit {
    private static final long SECOND = 1_000_000_000;
    private static final long BURST = SECOND / 10;

    private final long rate;
    private final Pause pause;

    /** When everything that was let through so far is paid for. */
    private long paid;

    /** What that leaves out: so many {@code rate}-ths of a nanosecond. */
    private long remainder;

    private RateLimit(long rate, Pause pause) {
        this.rate = rate;
        this.pause = requireNonNull(pause);
    }

    /**
     * A limit, with nothing used yet.
     *
     * @param bytesPerSecond 0: as fast as it goes; it still ends when the process is to end
     */
    public static RateLimit of(long bytesPerSecond, Pause pause) {
        if (bytesPerSecond < 0) {
            throw new IllegalArgumentException("rate " + bytesPerSecond);
        }
        return new RateLimit(bytesPerSecond, pause);
    }

    /**
     * Returns when so many bytes more may go.
     *
     * @param bytes up to 8 GiB
     * @throws InterruptedException the process was told to end
     */
    public void take(long bytes) throws InterruptedException {
        if (pause.isOver()) {
            throw new InterruptedException("told to end");
        }
        if (rate == 0) {
            return;
        }
        long wait = reserve(bytes);
        if (wait > 0) {
            pause.of(Duration.ofNanos(wait));
        }
    }

    /** How many of so many bytes to ask for at once, so that they come as a flow. */
    public int piece(int most) {
        return rate == 0 ? most : Math.clamp(rate / (SECOND / BURST), 1, Math.max(1, most));
    }

    /** Nanoseconds from now. */
    private synchronized long reserve(long bytes) {
        long now = pause.elapsed().toNanos();
        if (now > paid) {
            paid = now;
            remainder = 0;
        }
        long owed = Math.addExact(Math.multiplyExact(bytes, SECOND), remainder);
        paid += owed / rate;
        remainder = owed % rate;
        return paid - BURST - now;
    }
}
