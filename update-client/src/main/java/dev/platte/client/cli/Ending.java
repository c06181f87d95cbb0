package dev.platte.client.cli;

import dev.platte.client.http.Pause;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The wish that this process ends. It is no interruption of a thread: that would close the disk
 * under the very code that wants to keep its place.
 */
final class Ending implements Pause {
    private final CountDownLatch wished = new CountDownLatch(1);

    /** Ends every pause, now and from now on. */
    void wish() {
        wished.countDown();
    }

    @Override
    public void of(Duration time) throws InterruptedException {
        if (wished.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            throw new InterruptedException("told to end");
        }
    }

    @Override
    public boolean isOver() {
        return wished.getCount() == 0;
    }
}
