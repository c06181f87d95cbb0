package dev.platte.client.reboot;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Time that passes only while somebody waits. */
final class TestTicker implements Ticker {
    private Instant now;
    private Duration elapsed = Duration.ZERO;
    private final List<Duration> waited = new ArrayList<>();

    TestTicker(Instant begin) {
        this.now = begin;
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Duration elapsed() {
        return elapsed;
    }

    @Override
    public void await(Duration atMost) {
        pass(atMost);
        waited.add(atMost);
    }

    void pass(Duration time) {
        now = now.plus(time);
        elapsed = elapsed.plus(time);
    }

    /** Somebody sets the clock; nothing has passed. */
    void set(Instant other) {
        now = other;
    }

    List<Duration> waited() {
        return waited;
    }

    @Override
    public void wake() {}

    @Override
    public void end() {}
}
