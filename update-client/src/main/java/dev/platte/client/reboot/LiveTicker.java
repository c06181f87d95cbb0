package dev.platte.client.reboot;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Real time. */
final class LiveTicker implements Ticker {
    private final long begin = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final InstantSource clock;
    private boolean woken;
    private boolean over;

    LiveTicker(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public Instant now() {
        return clock.instant();
    }

    @Override
    public Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    @Override
    public void await(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long nanos = atMost.toNanos();
            while (!woken && !over && nanos > 0) {
                nanos = changed.awaitNanos(nanos);
            }
            woken = false;
            if (over) {
                throw new InterruptedException("told to end");
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void wake() {
        signal(false);
    }

    @Override
    public void end() {
        signal(true);
    }

    private void signal(boolean last) {
        lock.lock();
        try {
            woken = true;
            over |= last;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
