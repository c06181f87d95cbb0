package dev.platte.ctl.simulate;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The time of simulated hosts: it passes faster than ours, and ends for all of them at once. */
final class World {
    private final double speed;
    private final long start = System.nanoTime();
    private volatile boolean over;

    World(double speed) {
        this.speed = speed;
    }

    boolean isOver() {
        return over;
    }

    /** Whoever waits is to be woken then. */
    void end() {
        over = true;
    }

    /** In real time. */
    double seconds() {
        return (System.nanoTime() - start) / 1e9;
    }

    /** Waits so long by a host's own clock, or until the world ends. */
    void pass(Duration hostTime) {
        passReal((long) (hostTime.toNanos() / speed));
    }

    void passReal(long nanos) {
        long end = System.nanoTime() + nanos;
        for (long left = nanos; left > 0 && !over; left = end - System.nanoTime()) {
            LockSupport.parkNanos(this, left);
        }
    }

    /** How long that is in real time. */
    Duration real(Duration hostTime) {
        return Duration.ofNanos((long) (hostTime.toNanos() / speed));
    }
}
