package dev.platte.payload.create;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Compresses an image chunk by chunk on several threads and hands the results on in order. */
final class ChunkStream implements AutoCloseable {
    /** Chunks under way beyond the threads; this bounds memory. */
    private static final int AHEAD = 2;

    private final ExecutorService threads;
    private final int most;

    /** Takes finished chunks, in order; false when no more are wanted. */
    @FunctionalInterface
    interface Taker {
        boolean take(Chunk chunk) throws IOException, CreateException;
    }

    ChunkStream(int workers) {
        most = workers + AHEAD;
        threads =
                Executors.newFixedThreadPool(
                        workers, Thread.ofPlatform().name("compress-", 0).daemon().factory());
    }

    /** Reads to the end, unless the taker has enough; the digest takes in all that was read. */
    void run(InputStream in, MessageDigest digest, Taker taker)
            throws IOException, CreateException, InterruptedException {
        Deque<Future<Chunk>> underWay = new ArrayDeque<>();
        long index = 0;
        for (byte[] raw = in.readNBytes(Chunk.LENGTH);
                raw.length > 0;
                raw = in.readNBytes(Chunk.LENGTH)) {
            digest.update(raw);
            if (underWay.size() == most && !taker.take(result(underWay.removeFirst()))) {
                return;
            }
            underWay.addLast(submit(index++, raw));
        }
        while (!underWay.isEmpty() && taker.take(result(underWay.removeFirst()))) {}
    }

    private Future<Chunk> submit(long index, byte[] raw) {
        return threads.submit(() -> Chunk.of(index, raw));
    }

    private static Chunk result(Future<Chunk> chunk) throws InterruptedException {
        try {
            return chunk.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("compressing in memory failed", e.getCause());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
