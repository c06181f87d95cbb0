package dev.platte.server.commit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Many callers, few writers. A caller leaves its entry in a bounded queue and waits; a writer takes
 * all that has arrived and writes it at once. There is no timer: while one batch is written the
 * next one collects, so a quiet server answers at the speed of one write and a busy one shares it
 * among hundreds.
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

    /** How much longer than its patience a caller may wait. */
    private static final Duration TICK = Duration.ofMillis(50);

    private final Store<T, R> store;
    private final BlockingQueue<Waiting<T, R>> queue;
    private final int batch;
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
        this.queue = new ArrayBlockingQueue<>(capacity);
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
        if (closing) {
            throw UnwritableException.closing();
        }
        if (!queue.offer(waiting)) {
            throw UnwritableException.full();
        }
        if (closing && queue.remove(waiting)) {
            throw UnwritableException
                    .closing(); // Came between the last look of the writers and their end.
        }
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

    /** Entries that wait now. */
    public int waiting() {
        return queue.size();
    }

    /** Refuses new entries, writes those that wait, and ends the writers. */
    @Override
    public void close() {
        closing = true;
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
        while (!closing || !queue.isEmpty()) {
            try {
                // The wait ends now and then only to see whether the server is going.
                Waiting<T, R> first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<Waiting<T, R>> taken = new ArrayList<>();
                    taken.add(first);
                    queue.drainTo(taken, batch - 1);
                    // Whoever gave up before is not written any more: nobody waits for the answer.
                    taken.removeIf(waiting -> waiting.answer.isDone());
                    inHand.set(writer, taken);
                    write(taken);
                    inHand.set(writer, List.of());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Ends the waits of all whose patience is over, also while the writers stand still. */
    private void watch() {
        try {
            while (!ended.await(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
                giveUp(queue);
                for (int writer = 0; writer < inHand.length(); writer++) {
                    giveUp(inHand.get(writer));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void giveUp(Collection<Waiting<T, R>> some) {
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
