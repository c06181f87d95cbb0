package dev.platte.client.gpt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.platte.client.libc.SystemCall;
import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.nio.file.Path;

/**
 * What the kernel keeps of a file in memory, by sync_file_range(2) and posix_fadvise(2). Java gives
 * no descriptor of its channels away, so this has one of its own; errors of writing are told to
 * each of them, and a sync of the channel still hears them.
 */
final class PageCache implements Closeable {
    private static final int O_RDONLY = 0;
    private static final int O_CLOEXEC = 0x80000;
    private static final int POSIX_FADV_DONTNEED = 4;
    private static final int EIO = 5;
    private static final int ENOSPC = 28;
    private static final int WAIT_BEFORE = 1;
    private static final int WRITE = 2;
    private static final int WAIT_AFTER = 4;

    private static final FunctionDescriptor OF_A_RANGE =
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT);
    private static final SystemCall OPEN =
            SystemCall.of("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final SystemCall SYNC_FILE_RANGE = SystemCall.of("sync_file_range", OF_A_RANGE);
    private static final SystemCall POSIX_FADVISE = SystemCall.of("posix_fadvise", OF_A_RANGE);
    private static final SystemCall CLOSE =
            SystemCall.of("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final Path path;
    private final int descriptor;

    private PageCache(Path path, int descriptor) {
        this.path = path;
        this.descriptor = descriptor;
    }

    static PageCache of(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            SystemCall.Result opened =
                    OPEN.call(arena.allocateFrom(path.toString()), O_RDONLY | O_CLOEXEC);
            if (opened.isFailed()) {
                throw new IOException("%s: errno %d".formatted(path, opened.errno()));
            }
            return new PageCache(path, Math.toIntExact(opened.value()));
        }
    }

    /** Begins to write what is dirty there, and does not wait. */
    void writeOut(long offset, long length) throws IOException {
        syncRange(offset, length, WRITE);
    }

    /** Returns when what is there was handed to the disk, and forgets it. */
    void settle(long offset, long length) throws IOException {
        syncRange(offset, length, WAIT_BEFORE | WRITE | WAIT_AFTER);
        drop(offset, length);
    }

    /** A system that forbids the call, or has none, writes when it pleases; that is no failure. */
    private void syncRange(long offset, long length, int how) throws IOException {
        SystemCall.Result done = SYNC_FILE_RANGE.call(descriptor, offset, length, how);
        if (done.isFailed() && (done.errno() == EIO || done.errno() == ENOSPC)) {
            throw new IOException(
                    "%s cannot be written from byte %d on: errno %d"
                            .formatted(path, offset, done.errno()));
        }
    }

    /** Forgets what is there and not dirty; advice only, so that a refusal is none of a failure. */
    void drop(long offset, long length) {
        POSIX_FADVISE.call(descriptor, offset, length, POSIX_FADV_DONTNEED);
    }

    @Override
    public void close() {
        CLOSE.call(descriptor);
    }
}
