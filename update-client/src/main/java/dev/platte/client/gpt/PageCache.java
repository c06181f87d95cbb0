package dev.platte.client.gpt;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.Closeable;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;

/**
 * What the kernel keeps of a file in memory, by sync_file_range(2) and posix_fadvise(2) of libc.
 * Java gives no descriptor of its channels away, so this has one of its own; errors of writing are
 * told to each of them, and a sync of the channel still hears them.
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

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            handle("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SYNC_FILE_RANGE =
            handle(
                    "sync_file_range",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle POSIX_FADVISE =
            handle(
                    "posix_fadvise",
                    FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final Path path;
    private final int descriptor;

    private PageCache(Path path, int descriptor) {
        this.path = path;
        this.descriptor = descriptor;
    }

    static PageCache of(Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            MemorySegment name = arena.allocateFrom(path.toString());
            int descriptor = (int) OPEN.invokeExact(state, name, O_RDONLY | O_CLOEXEC);
            if (descriptor < 0) {
                throw new IOException("%s: errno %d".formatted(path, errno(state)));
            }
            return new PageCache(path, descriptor);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("open(2) throws nothing", e);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle(String function, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(function),
                descriptor,
                Linker.Option.captureCallState("errno"));
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

    private void syncRange(long offset, long length, int how) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            int failed = (int) SYNC_FILE_RANGE.invokeExact(state, descriptor, offset, length, how);
            if (failed != 0 && isOfDisk(errno(state))) {
                throw new IOException(
                        "%s cannot be written from byte %d on: errno %d"
                                .formatted(path, offset, errno(state)));
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("sync_file_range(2) throws nothing", e);
        }
    }

    /** A system that forbids the call, or has none, writes when it pleases; that is no failure. */
    private static boolean isOfDisk(int errno) {
        return errno == EIO || errno == ENOSPC;
    }

    /** Forgets what is there and not dirty; advice only, so that a refusal is none of a failure. */
    void drop(long offset, long length) {
        try (Arena arena = Arena.ofConfined()) {
            int _ =
                    (int)
                            POSIX_FADVISE.invokeExact(
                                    arena.allocate(STATE),
                                    descriptor,
                                    offset,
                                    length,
                                    POSIX_FADV_DONTNEED);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("posix_fadvise(2) throws nothing", e);
        }
    }

    private static int errno(MemorySegment state) {
        return state.get(JAVA_INT, ERRNO);
    }

    @Override
    public void close() {
        try (Arena arena = Arena.ofConfined()) {
            int _ = (int) CLOSE.invokeExact(arena.allocate(STATE), descriptor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("close(2) throws nothing", e);
        }
    }
}
