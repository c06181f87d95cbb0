package dev.platte.payload.apply;

import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Threads that do steps while the next data arrives. At most two more steps than threads are under
 * way: that is what bounds memory. Steps end in any order and are reported in theirs.
 */
final class Crew implements AutoCloseable {
    private static final int AHEAD = 2;

    private final ExecutorService threads;
    private final BlockingQueue<StepWork> work;
    private final Deque<StagedBlob> idle = new ArrayDeque<>();
    private final Deque<UnderWay> underWay = new ArrayDeque<>();
    private final List<StagedBlob> staged = new ArrayList<>();

    private record UnderWay(Future<?> done, StagedBlob data, Checkpoint after) {}

    Crew(ApplyRequest.Resources resources) {
        Path spool = resources.spool();
        work = new ArrayBlockingQueue<>(resources.workers());
        threads =
                Executors.newFixedThreadPool(
                        resources.workers(),
                        Thread.ofPlatform().name("payload-", 0).daemon().factory());
        for (int i = 0; i < resources.workers(); i++) {
            work.add(new StepWork(spool));
        }
        for (int i = 0; i < resources.workers() + AHEAD; i++) {
            staged.add(new StagedBlob(spool));
        }
        idle.addAll(staged);
    }

    /** Room for the next step's data; waits for the oldest step when there is none. */
    StagedBlob room(ApplyListener listener)
            throws PayloadException, IOException, InterruptedException {
        while (!underWay.isEmpty() && (idle.isEmpty() || underWay.getFirst().done().isDone())) {
            finishOldest(listener);
        }
        return idle.removeFirst();
    }

    /** Starts a step. */
    void start(Step step, StagedBlob data, Checkpoint after) {
        Future<?> done =
                threads.submit(
                        () -> {
                            StepWork mine = work.take();
                            try {
                                mine.run(step, data);
                            } finally {
                                work.add(mine);
                            }
                            return null;
                        });
        underWay.addLast(new UnderWay(done, data, after));
    }

    /** Waits for all steps. */
    void finish(ApplyListener listener) throws PayloadException, IOException, InterruptedException {
        while (!underWay.isEmpty()) {
            finishOldest(listener);
        }
    }

    private void finishOldest(ApplyListener listener)
            throws PayloadException, IOException, InterruptedException {
        UnderWay oldest = underWay.getFirst();
        try {
            oldest.done().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PayloadException refused) {
                throw refused;
            }
            throw new IllegalStateException("a step of the payload broke", e.getCause());
        }
        underWay.removeFirst();
        idle.addLast(oldest.data());
        listener.reached(oldest.after());
    }

    /**
     * Waits for what is running and drops what is not; nothing is written after this returns.
     * Threads are never interrupted: that would close the target's channel under its owner.
     */
    @Override
    public void close() throws IOException {
        underWay.forEach(step -> step.done().cancel(false));
        threads.shutdown();
        boolean interrupted = false;
        while (!threads.isTerminated()) {
            try {
                threads.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        for (StagedBlob blob : staged) {
            blob.close();
        }
        for (StepWork done : work) {
            done.close();
        }
    }
}
