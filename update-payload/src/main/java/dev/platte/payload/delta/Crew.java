package dev.platte.payload.delta;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Threads whose results are taken in the order of the work, so that nothing depends on their pace.
 */
final class Crew implements AutoCloseable {
    private final ExecutorService threads;
    private final int workers;

    Crew(int workers) {
        this.workers = workers;
        threads =
                Executors.newFixedThreadPool(
                        workers, Thread.ofPlatform().name("delta-", 0).daemon().factory());
    }

    int workers() {
        return workers;
    }

    /** Does one piece of work. */
    @FunctionalInterface
    interface Work<T> {
        T of(int index) throws IOException;
    }

    /** Takes a result, on the thread that called. */
    @FunctionalInterface
    interface Taker<T> {
        void take(int index, T result) throws IOException;
    }

    /** Does pieces of work 0 to count-1; one more than there are threads is under way. */
    <T> void inOrder(int count, Work<T> work, Taker<T> taker)
            throws IOException, InterruptedException {
        Deque<Future<T>> underWay = new ArrayDeque<>();
        int taken = 0;
        for (int i = 0; i < count; i++) {
            if (underWay.size() > workers) {
                taker.take(taken++, result(underWay.removeFirst()));
            }
            int index = i;
            Callable<T> one = () -> work.of(index);
            underWay.addLast(threads.submit(one));
        }
        while (!underWay.isEmpty()) {
            taker.take(taken++, result(underWay.removeFirst()));
        }
    }

    private static <T> T result(Future<T> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failed) {
                throw failed;
            }
            throw new IllegalStateException("a piece of the work broke", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
