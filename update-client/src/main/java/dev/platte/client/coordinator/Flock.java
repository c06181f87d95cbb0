package dev.platte.client.coordinator;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * An open file with an exclusive flock(2). Java's own file locks are fcntl(2)'s, which know nothing
 * of these.
 */
final class Flock implements AutoCloseable {
    private static final int O_RDWR = 2;
    private static final int O_CREAT = 0x40;
    private static final int O_CLOEXEC = 0x80000;
    private static final int MODE = 0644;
    private static final int LOCK_EX = 2;
    private static final int LOCK_NB = 4;
    private static final int EWOULDBLOCK = 11;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final long ERRNO =
            STATE.byteOffset(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN =
            handle(
                    "open",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final MethodHandle FLOCK =
            handle("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final MethodHandle CLOSE =
            handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int descriptor;

    private Flock(int descriptor) {
        this.descriptor = descriptor;
    }

    /**
     * Opens the file, which is made where it is missing, and locks it.
     *
     * @return empty when somebody else has it locked
     */
    static Optional<Flock> take(Path file) throws IOException {
        int descriptor;
        try (Arena call = Arena.ofConfined()) {
            MemorySegment state = call.allocate(STATE);
            descriptor =
                    (int)
                            OPEN.invokeExact(
                                    state,
                                    call.allocateFrom(file.toString()),
                                    O_RDWR | O_CREAT | O_CLOEXEC,
                                    MODE);
            if (descriptor < 0) {
                throw new IOException("%s: open: errno %d".formatted(file, errno(state)));
            }
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("open(2) throws nothing", e);
        }
        Flock taken = new Flock(descriptor);
        boolean locked = false;
        try {
            locked = taken.lock(file);
        } finally {
            if (!locked) {
                taken.close();
            }
        }
        return locked ? Optional.of(taken) : Optional.empty();
    }

    private boolean lock(Path file) throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment state = call.allocate(STATE);
            if ((int) FLOCK.invokeExact(state, descriptor, LOCK_EX | LOCK_NB) == 0) {
                return true;
            }
            if (errno(state) == EWOULDBLOCK) {
                return false;
            }
            throw new IOException("%s: flock: errno %d".formatted(file, errno(state)));
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("flock(2) throws nothing", e);
        }
    }

    /** Whether the file of that name is still the one that is locked. */
    boolean isOf(Path file) throws IOException {
        Path ours = Path.of("/proc/self/fd", Integer.toString(descriptor));
        return Files.exists(file)
                && Files.getAttribute(file, "unix:ino")
                        .equals(Files.getAttribute(ours, "unix:ino"));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle(
            String function, FunctionDescriptor descriptor, Linker.Option... more) {
        Linker.Option[] options = new Linker.Option[more.length + 1];
        options[0] = Linker.Option.captureCallState("errno");
        System.arraycopy(more, 0, options, 1, more.length);
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(function), descriptor, options);
    }

    private static int errno(MemorySegment state) {
        return state.get(JAVA_INT, ERRNO);
    }

    /** Once only. */
    @Override
    public void close() {
        try (Arena call = Arena.ofConfined()) {
            int _ = (int) CLOSE.invokeExact(call.allocate(STATE), descriptor);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("close(2) throws nothing", e);
        }
    }
}
