package dev.platte.payload.apply;

import dev.platte.payload.bsdiff.OldBytes;
import dev.platte.payload.format.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * The blocks that an operation of a delta reads, one after the other, as they are before it. Small
 * reads near each other, which is how patches read, cost one read of the device. For one thread at
 * a time.
 */
final class Before implements OldBytes {
    static final int WINDOW = 128 * 1024;

    /** A patch goes back a little as often as it goes on. */
    private static final int BACK = WINDOW / 8;

    private final Site site;
    private final List<Span> spans;

    /** Where each span begins in the row of all, and where the last one ends. */
    private final long[] starts;

    private final long size;
    private final byte[] window;
    private long windowStart;
    private int windowLength;

    /**
     * Looks at nothing yet.
     *
     * @param size bytes of the row that count
     * @param window room for {@link #WINDOW} bytes
     */
    Before(Step step, long size, byte[] window) {
        this.site = step.site();
        this.spans = step.turn().spans().orElseGet(() -> ofSource(step.operation().source()));
        this.window = window;
        starts = new long[spans.size() + 1];
        for (int i = 0; i < spans.size(); i++) {
            starts[i + 1] = starts[i] + spans.get(i).count() * site.blockSize();
        }
        this.size = size;
    }

    private static List<Span> ofSource(List<Extent> extents) {
        return extents.stream()
                .map(
                        extent ->
                                extent.isHole()
                                        ? new Span(Span.Origin.HOLE, 0, extent.numBlocks())
                                        : new Span(
                                                Span.Origin.SOURCE,
                                                extent.startBlock(),
                                                extent.numBlocks()))
                .toList();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public void read(long at, byte[] to, int from, int length) throws IOException {
        if (length > WINDOW / 2) {
            readThrough(at, to, from, length);
            return;
        }
        if (at < windowStart || at + length > windowStart + windowLength) {
            long start = Math.max(0, at - BACK);
            windowLength = 0;
            int wanted = (int) Math.min(WINDOW, size - start);
            readThrough(start, window, 0, wanted);
            windowStart = start;
            windowLength = wanted;
        }
        System.arraycopy(window, (int) (at - windowStart), to, from, length);
    }

    private void readThrough(long at, byte[] to, int from, int length) throws IOException {
        int found = Arrays.binarySearch(starts, at);
        int span = found >= 0 ? found : -found - 2;
        int done = 0;
        while (done < length) {
            long within = at + done - starts[span];
            int part = (int) Math.min(length - done, starts[span + 1] - at - done);
            if (part > 0) {
                readSpan(spans.get(span), within, ByteBuffer.wrap(to, from + done, part));
            }
            done += part;
            span++;
        }
    }

    private void readSpan(Span span, long within, ByteBuffer into) throws IOException {
        long position = span.block() * site.blockSize() + within;
        switch (span.origin()) {
            case SOURCE -> readSource(site.source().orElseThrow(), position, into);
            case TARGET -> site.target().orElseThrow().read(into, position);
            case HOLE -> zero(into);
        }
    }

    /** What is missing of the last block, such as a kernel's, counts as zeros. */
    private static void readSource(Source source, long position, ByteBuffer into)
            throws IOException {
        int end = into.limit();
        long there = Math.clamp(source.size() - position, 0, into.remaining());
        into.limit(into.position() + (int) there);
        source.read(into, position);
        zero(into.limit(end));
    }

    private static void zero(ByteBuffer into) {
        while (into.hasRemaining()) {
            into.put((byte) 0);
        }
    }
}
