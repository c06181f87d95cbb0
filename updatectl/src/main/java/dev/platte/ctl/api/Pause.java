package dev.platte.ctl.api;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Waits between two tries or two looks; tests do not. */
@FunctionalInterface
public interface Pause {
    /** Real waiting. */
    Pause REAL =
            time -> {
                boolean ended = new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS);
                assert !ended;
            };

    /** So long, unless interrupted. */
    void next(Duration time) throws InterruptedException;
}
