package dev.platte.client.agent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/** Time passes at once, and as much as was to be waited for. */
public class TestInbox implements Inbox {
    private final Deque<Call> calls = new ArrayDeque<>();
    private Duration elapsed = Duration.ZERO;
    private boolean over;

    @Override
    public synchronized void put(Call call) {
        calls.add(call);
    }

    @Override
    public synchronized Optional<Call> next(Duration atMost) throws InterruptedException {
        if (!calls.isEmpty()) {
            return Optional.of(calls.remove());
        }
        of(atMost);
        return Optional.empty();
    }

    @Override
    public synchronized void of(Duration time) throws InterruptedException {
        if (over) {
            throw new InterruptedException("told to end");
        }
        elapsed = elapsed.plus(time);
    }

    @Override
    public synchronized void end() {
        over = true;
    }

    @Override
    public synchronized boolean isOver() {
        return over;
    }

    @Override
    public synchronized Duration elapsed() {
        return elapsed;
    }
}
