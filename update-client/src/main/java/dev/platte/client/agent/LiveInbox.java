package dev.platte.client.agent;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An inbox in real time. The end is no interruption of a thread: that would close the disk under
 * the very code that wants to keep its place.
 */
public final class LiveInbox implements Inbox {
    private static final Reply ENDING = Reply.refused("the agent is ending");

    private final long begin = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Call> calls = new ArrayDeque<>();
    private boolean over;

    @Override
    public void put(Call call) {
        lock.lock();
        try {
            if (!over) {
                calls.add(call);
                changed.signalAll();
                return;
            }
        } finally {
            lock.unlock();
        }
        call.reply().complete(ENDING);
    }

    @Override
    public Optional<Call> next(Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long nanos = atMost.toNanos();
            while (calls.isEmpty() && nanos > 0) {
                throwIfOver();
                nanos = changed.awaitNanos(nanos);
            }
            throwIfOver();
            return Optional.ofNullable(calls.poll());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void of(Duration time) throws InterruptedException {
        lock.lock();
        try {
            long nanos = time.toNanos();
            while (nanos > 0) {
                throwIfOver();
                nanos = changed.awaitNanos(nanos);
            }
            throwIfOver();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void end() {
        Deque<Call> left;
        lock.lock();
        try {
            over = true;
            left = new ArrayDeque<>(calls);
            calls.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        left.forEach(call -> call.reply().complete(ENDING));
    }

    @Override
    public boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Duration elapsed() {
        return Duration.of(System.nanoTime() - begin, TimeUnit.NANOSECONDS.toChronoUnit());
    }

    private void throwIfOver() throws InterruptedException {
        if (over) {
            throw new InterruptedException("told to end");
        }
    }
}
