package dev.platte.client.reboot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Time, as the gate sees it. */
public interface Ticker {
    /** Real time; what a clock on the wall says comes from there. */
    static Ticker live(InstantSource clock) {
        return new LiveTicker(clock);
    }

    /** What a clock on the wall says; windows go by it, and anybody may set it. */
    Instant now();

    /** Time since some fixed moment; never goes back. */
    Duration elapsed();

    /**
     * Waits so long, or until {@link #wake}.
     *
     * @throws InterruptedException the process ends
     */
    void await(Duration atMost) throws InterruptedException;

    /** Something happened: whoever waits looks again. From any thread. */
    void wake();

    /** The process ends: every wait ends with an interruption, now and from now on. */
    void end();
}
