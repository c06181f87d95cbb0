package dev.platte.client.http;

import java.time.Duration;

/** Waits between two tries, and knows whether the process was told to end. */
public interface Pause {
    /**
     * Returns after that time.
     *
     * @throws InterruptedException the process was told to end
     */
    void of(Duration time) throws InterruptedException;

    /** Whether the process was told to end: a transfer that breaks then is not taken up again. */
    boolean isOver();

    /** Time since some fixed moment of this process; never goes back, whatever the clock does. */
    Duration elapsed();
}
