package dev.platte.web.live;

import dev.platte.db.feed.EventKind;
import dev.platte.db.feed.FeedEvent;
import dev.platte.db.feed.FeedTail;
import dev.platte.db.rollout.Rollouts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Beats when something happens that pages show: an event, or the counts of a rollout, which are
 * read every two seconds while a page is open, in one statement, however many are.
 */
@Component
final class Pulse {

    private static final int KEPT = 500;

    private final FeedTail tail;
    private final Rollouts rollouts;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition beaten = lock.newCondition();
    private final AtomicInteger open = new AtomicInteger();
    private final List<Beat> beats = new ArrayList<>();
    private Map<UUID, FeedEvent> known = Map.of();
    private long seenEvents = -1;
    private long last;
    private volatile boolean ended;

    Pulse(FeedTail tail, Rollouts rollouts) {
        this.tail = tail;
        this.rollouts = rollouts;
        tail.whenGrown(this::grown);
    }

    /** The number of the last beat. */
    long last() {
        lock.lock();
        try {
            return last;
        } finally {
            lock.unlock();
        }
    }

    /** A page is open from now on. */
    void opened() {
        open.incrementAndGet();
    }

    /** One page less. */
    void closed() {
        open.decrementAndGet();
    }

    /** The beats after this one, at once or as soon as there is one; empty: the time is over. */
    List<Beat> after(long number, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lockInterruptibly();
        try {
            while (last <= number && left > 0 && !ended) {
                left = beaten.awaitNanos(left);
            }
            return beats.stream().filter(beat -> beat.number() > number).toList();
        } finally {
            lock.unlock();
        }
    }

    /** The server ends: nobody waits any longer. */
    @EventListener(ContextClosedEvent.class)
    void end() {
        lock.lock();
        try {
            ended = true;
            beaten.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** Looks how rollouts fare, if anybody wants to know. */
    void look() {
        if (open.get() == 0) {
            known = Map.of();
            return;
        }
        Map<UUID, FeedEvent> now = new HashMap<>();
        for (FeedEvent event : rollouts.progress()) {
            UUID rollout = event.rolloutId();
            if (rollout != null) {
                now.put(rollout, event);
                FeedEvent before = known.get(rollout);
                if (before != null && !isSame(before, event)) {
                    beat(event);
                }
            }
        }
        known = now;
    }

    private void grown() {
        long from = seenEvents < 0 ? tail.last() - 1 : seenEvents;
        for (FeedEvent event : tail.after(from)) {
            seenEvents = event.id();
            beat(event);
        }
    }

    private void beat(FeedEvent event) {
        lock.lock();
        try {
            last++;
            beats.add(new Beat(last, event.application(), event.rolloutId()));
            if (beats.size() > KEPT) {
                beats.removeFirst();
            }
            beaten.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private static boolean isSame(FeedEvent before, FeedEvent now) {
        return before.kind() == EventKind.ROLLOUT_PROGRESS
                && before.rollout() != null
                && now.rollout() != null
                && before.rollout().counts().equals(now.rollout().counts())
                && before.rollout().state().equals(now.rollout().state());
    }
}
