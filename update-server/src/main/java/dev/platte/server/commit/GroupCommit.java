package dev.platte.server.commit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many callers, few writers. A caller leaves its entry in a bounded queue and waits; a writer takes
 * all that has arrived and writes it at once. While one batch is written the next one collects, so
 * a quiet server answers at the speed of one write and a busy one shares it among hundreds. Another
 * writer joins only when many wait already, since two half batches cost more than a whole one, or
 * when the first has to wait for long.
 *
 * @param <T> what is written
 * @param <R> what its caller gets once it is written
 */
public final class GroupCommit<T, R> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    /** Writes a whole batch or nothing of it. */
    public interface Store<T, R> {

        /**
         * @return one result for each entry, in their order
         * @throws UnwritableException if no entry of the batch can be written now, whichever way
         *     the batch is cut
         */
        List<R> write(List<T> batch) throws UnwritableException;
    }

    /**
     * @param until when its caller gives up, as {@link System#nanoTime} has it
     */
    private record Waiting<T, R>(
            T entry, Duration patience, long until, CompletableFuture<R> answer) {}

    /** So many make a batch of their own, though another one is being written. */
    private static final int CROWD = 64;

    /** A write usually takes less; what takes longer must not hold up those who come later. */
    private static final Duration LONG = Duration.ofMillis(5);

    /** How much longer than its patience a caller may wait. */
    private static final Duration TICK = Duration.ofMillis(50);

    private final Store<T, R> store;
    private final int batch;
    private final int crowd;
    private final int capacity;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final ArrayDeque<Waiting<T, R>> queue = new ArrayDeque<>();
    private int writing;
    private final List<Thread> writers = new ArrayList<>();
    private final AtomicReferenceArray<List<Waiting<T, R>>> inHand;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean closing;

    /**
     * @param name of its threads
     * @param writers threads that write, each with a connection of its own, 1 or more
     * @param batch most entries of one write, 1 or more
     * @param capacity most entries that wait, 1 or more
     */
    public GroupCommit(String name, Store<T, R> store, int writers, int batch, int capacity) {
        this.store = store;
        this.batch = batch;
        this.crowd = Math.min(CROWD, batch);
        this.capacity = capacity;
        this.inHand = new AtomicReferenceArray<>(writers);
        for (int i = 0; i < writers; i++) {
            int writer = i;
            inHand.set(writer, List.of());
            this.writers.add(Thread.ofVirtual().name(name + "-" + i).start(() -> run(writer)));
        }
        Thread.ofVirtual().name(name + "-patience").start(this::watch);
    }

    /**
     * Waits until the entry is written.
     *
     * @throws UnwritableException if it was not written: the queue is full, the writers are going,
     *     the store cannot write, or it took longer than {@code patience}, in which case it may yet
     *     be written
     */
    public R write(T entry, Duration patience) throws UnwritableException, InterruptedException {
        Waiting<T, R> waiting =
                new Waiting<>(
                        entry,
                        patience,
                        System.nanoTime() + patience.toNanos(),
                        new CompletableFuture<>());
        join(waiting);
        try {
            // Without a time-out, which would cost each entry a timer of its own: see watch().
            return waiting.answer.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnwritableException cause) {
                throw cause.again();
            }
            throw new EntryException(e.getCause());
        }
    }

    private void join(Waiting<T, R> waiting) throws UnwritableException {
        lock.lock();
        try {
            if (closing) {
                throw UnwritableException.closing();
            }
            if (queue.size() >= capacity) {
                throw UnwritableException.full();
            }
            queue.add(waiting);
            if (queue.size() == 1 || isTime()) {
                work.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Entries that wait now. */
    public int waiting() {
        lock.lock();
        try {
            return queue.size();
        } finally {
            lock.unlock();
        }
    }

    /** Refuses new entries, writes those that wait, and ends the writers. */
    @Override
    public void close() {
        lock.lock();
        try {
            closing = true;
            work.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            for (Thread writer : writers) {
                writer.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ended.countDown();
        }
    }

    private void run(int writer) {
        try {
            for (List<Waiting<T, R>> taken = take(0); !taken.isEmpty(); taken = take(1)) {
                inHand.set(writer, taken);
                // Whoever gave up before is not written any more: nobody waits for the answer.
                write(taken.stream().filter(one -> !one.answer.isDone()).toList());
                inHand.set(writer, List.of());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The next batch; empty when there will be none.
     *
     * @param done writes that its caller has ended
     */
    private List<Waiting<T, R>> take(int done) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            writing -= done;
            boolean late = false;
            while (queue.isEmpty() ? !closing : !closing && !late && !isTime()) {
                if (queue.isEmpty()) {
                    work.await();
                } else {
                    late = work.awaitNanos(LONG.toNanos()) <= 0;
                }
            }
            List<Waiting<T, R>> taken = new ArrayList<>(Math.min(batch, queue.size()));
            while (taken.size() < batch && !queue.isEmpty()) {
                taken.add(queue.remove());
            }
            writing++;
            if (queue.size() >= crowd) {
                work.signal();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private boolean isTime() {
        return writing == 0 || queue.size() >= crowd;
    }

    /** Ends the waits of all whose patience is over, also while the writers stand still. */
    private void watch() {
        try {
            while (!ended.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                giveUp(queued());
                for (int writer = 0; writer < inHand.length(); writer++) {
                    giveUp(inHand.get(writer));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Waiting<T, R>> queued() {
        lock.lock();
        try {
            return List.copyOf(queue);
        } finally {
            lock.unlock();
        }
    }

    private void giveUp(List<Waiting<T, R>> some) {
        long now = System.nanoTime();
        for (Waiting<T, R> waiting : some) {
            if (waiting.until - now < 0) {
                waiting.answer.completeExceptionally(UnwritableException.slow(waiting.patience));
            }
        }
    }

    private void write(List<Waiting<T, R>> taken) {
        if (taken.isEmpty()) {
            return;
        }
        try {
            List<R> results = store.write(taken.stream().map(Waiting::entry).toList());
            if (results.size() != taken.size()) {
                throw new IllegalStateException(
                        results.size() + " results for " + taken.size() + " entries");
            }
            for (int i = 0; i < taken.size(); i++) {
                taken.get(i).answer.complete(results.get(i));
            }
        } catch (UnwritableException e) {
            taken.forEach(waiting -> waiting.answer.completeExceptionally(e));
        } catch (RuntimeException | Error e) {
            isolate(taken, e);
        }
    }

    /**
     * One entry that cannot be written must not take the others down: halves are tried until it
     * stands alone.
     */
    private void isolate(List<Waiting<T, R>> taken, Throwable cause) {
        if (taken.size() == 1) {
            taken.getFirst().answer.completeExceptionally(cause);
            return;
        }
        LOG.warn(
                "a batch of {} was not written; its halves are tried: {}",
                taken.size(),
                cause.toString());
        int half = taken.size() / 2;
        write(taken.subList(0, half));
        write(taken.subList(half, taken.size()));
    }
}
