package dev.platte.server.commit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    private record Waiting<T, R>(T entry, CompletableFuture<R> answer) {}

    private final Store<T, R> store;
    private final BlockingQueue<Waiting<T, R>> queue;
    private final int batch;
    private final List<Thread> writers = new ArrayList<>();
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
        for (int i = 0; i < writers; i++) {
            this.writers.add(Thread.ofVirtual().name(name + "-" + i).start(this::run));
        }
    }

    /**
     * Waits until the entry is written.
     *
     * @throws UnwritableException if it was not written: the queue is full, the writers are going,
     *     the store cannot write, or it took longer than {@code patience}, in which case it may yet
     *     be written
     */
    public R write(T entry, Duration patience) throws UnwritableException, InterruptedException {
        Waiting<T, R> waiting = new Waiting<>(entry, new CompletableFuture<>());
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
            return waiting.answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Whoever has not been taken yet is not written any more: nobody waits for the answer.
            waiting.answer.cancel(false);
            throw UnwritableException.slow(patience);
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
        }
    }

    private void run() {
        while (!closing || !queue.isEmpty()) {
            try {
                // The wait ends now and then only to see whether the server is going.
                Waiting<T, R> first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first != null) {
                    List<Waiting<T, R>> taken = new ArrayList<>();
                    taken.add(first);
                    queue.drainTo(taken, batch - 1);
                    taken.removeIf(waiting -> waiting.answer.isDone());
                    write(taken);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
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
