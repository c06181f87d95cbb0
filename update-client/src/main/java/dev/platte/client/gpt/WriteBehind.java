package dev.platte.client.gpt;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Optional;

/**
 * Keeps what an update writes from filling the page cache: pieces go to the disk as soon as they
 * are whole, and no more than {@value #MOST} bytes of them are in memory at once. Whoever writes
 * faster than the disk waits for it here, and not in one long sync at the end.
 */
final class WriteBehind {
    private static final long PIECE = 1 << 20;
    static final long MOST = 16 << 20;

    /** More threads than that do not write at once. */
    private static final int MOST_GROWING = 16;

    private final PageCache cache;
    private final Deque<Range> growing = new ArrayDeque<>();
    private final Deque<Range> leaving = new ArrayDeque<>();
    private long leavingBytes;

    private record Range(long start, long length) {
        long end() {
            return start + length;
        }
    }

    WriteBehind(PageCache cache) {
        this.cache = cache;
    }

    /** Those bytes were written. */
    synchronized void wrote(long offset, long length) throws IOException {
        long start = before(offset).map(Range::start).orElse(offset);
        Range grown = new Range(start, offset + length - start);
        if (grown.length() >= PIECE) {
            leave(grown);
            return;
        }
        growing.addLast(grown);
        if (growing.size() > MOST_GROWING) {
            leave(growing.removeFirst());
        }
    }

    /** What was written right before it, by the same thread most likely. */
    private Optional<Range> before(long offset) {
        for (Iterator<Range> all = growing.iterator(); all.hasNext(); ) {
            Range range = all.next();
            if (range.end() == offset) {
                all.remove();
                return Optional.of(range);
            }
        }
        return Optional.empty();
    }

    private void leave(Range range) throws IOException {
        cache.writeOut(range.start(), range.length());
        leaving.addLast(range);
        leavingBytes += range.length();
        while (leavingBytes > MOST) {
            Range oldest = leaving.removeFirst();
            leavingBytes -= oldest.length();
            cache.settle(oldest.start(), oldest.length());
        }
    }

    /** Everything was synced: nothing of it need stay. */
    synchronized void synced() {
        growing.forEach(range -> cache.drop(range.start(), range.length()));
        leaving.forEach(range -> cache.drop(range.start(), range.length()));
        growing.clear();
        leaving.clear();
        leavingBytes = 0;
    }
}
