package dev.platte.client.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body that fails when the sender gives fewer bytes per second than the floor for too long (
 * update_engine: under 10 B/s for 90 s). Only the time spent waiting for the sender counts: a slow
 * reader, such as a disk that syncs, is not the sender's fault. At most two pieces are held.
 */
final class GuardedBody extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
    private sealed interface Piece {
        record Bytes(List<ByteBuffer> buffers) implements Piece {}

        record End() implements Piece {}

        record Broken(Throwable cause) implements Piece {}
    }

    private final BlockingQueue<Piece> pieces = new LinkedBlockingQueue<>();
    private final Deque<ByteBuffer> current = new ArrayDeque<>();
    private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
    private final long patienceNanos;
    private final long leastBytes;
    private final long deadline;

    private long waitedNanos;
    private long gotBytes;
    private boolean ended;

    /**
     * Under the stall rule.
     *
     * @param whole within which all of it must have come, counted from now
     */
    GuardedBody(Duration stall, long floor, Duration whole) {
        this.deadline = System.nanoTime() + whole.toNanos();
        this.patienceNanos = stall.toNanos();
        this.leastBytes = Math.max(1, Math.multiplyExact(floor, stall.toMillis()) / 1000);
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription.complete(given);
        given.request(1);
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        pieces.add(new Piece.Bytes(buffers));
    }

    @Override
    public void onError(Throwable cause) {
        pieces.add(new Piece.Broken(cause));
    }

    @Override
    public void onComplete() {
        pieces.add(new Piece.End());
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        ByteBuffer buffer = filled();
        if (buffer == null) {
            return -1;
        }
        int count = Math.min(length, buffer.remaining());
        buffer.get(into, offset, count);
        return count;
    }

    @Override
    public void close() {
        ended = true;
        current.clear();
        subscription.thenAccept(Flow.Subscription::cancel);
    }

    /** The next buffer with bytes in it; null at the end. */
    private @Nullable ByteBuffer filled() throws IOException {
        while (!ended) {
            ByteBuffer buffer = current.peek();
            if (buffer == null) {
                accept(next());
            } else if (buffer.hasRemaining()) {
                return buffer;
            } else {
                current.remove();
            }
        }
        return null;
    }

    private void accept(Piece piece) throws IOException {
        switch (piece) {
            case Piece.Bytes(List<ByteBuffer> buffers) -> {
                buffers.forEach(buffer -> gotBytes += buffer.remaining());
                current.addAll(buffers);
                subscription.join().request(1);
            }
            case Piece.End() -> ended = true;
            case Piece.Broken(Throwable cause) -> {
                close();
                throw new IOException("the connection broke: " + cause.getMessage(), cause);
            }
        }
    }

    private Piece next() throws IOException {
        while (true) {
            long before = System.nanoTime();
            if (before - deadline > 0) {
                close();
                throw new HttpFailure(
                        HttpFailure.Kind.STALLED, 0, "the answer came too slowly as a whole");
            }
            Piece piece = poll(patienceNanos - waitedNanos);
            waitedNanos += System.nanoTime() - before;
            if (waitedNanos >= patienceNanos) {
                if (gotBytes < leastBytes && !(piece instanceof Piece.End)) {
                    close();
                    throw new HttpFailure(
                            HttpFailure.Kind.STALLED,
                            0,
                            "stalled: %d bytes in %d ms of waiting"
                                    .formatted(gotBytes, patienceNanos / 1_000_000));
                }
                waitedNanos = 0;
                gotBytes = 0;
            }
            if (piece != null) {
                return piece;
            }
        }
    }

    private @Nullable Piece poll(long nanos) throws InterruptedIOException {
        try {
            return pieces.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw new InterruptedIOException("interrupted while waiting for the server");
        }
    }
}
