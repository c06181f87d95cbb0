package dev.platte.client.coordinator;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.platte.client.libc.SystemCall;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
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

    private static final SystemCall OPEN =
            SystemCall.of(
                    "open",
                    FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                    Linker.Option.firstVariadicArg(2));
    private static final SystemCall FLOCK =
            SystemCall.of("flock", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT));
    private static final SystemCall CLOSE =
            SystemCall.of("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

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
        SystemCall.Result opened;
        try (Arena call = Arena.ofConfined()) {
            opened =
                    OPEN.call(
                            call.allocateFrom(file.toString()), O_RDWR | O_CREAT | O_CLOEXEC, MODE);
        }
        if (opened.isFailed()) {
            throw new IOException("%s: open: errno %d".formatted(file, opened.errno()));
        }
        Flock taken = new Flock(Math.toIntExact(opened.value()));
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
        SystemCall.Result locked = FLOCK.call(descriptor, LOCK_EX | LOCK_NB);
        if (locked.isFailed() && locked.errno() != EWOULDBLOCK) {
            throw new IOException("%s: flock: errno %d".formatted(file, locked.errno()));
        }
        return !locked.isFailed();
    }

    /** Whether the file of that name is still the one that is locked. */
    boolean isOf(Path file) throws IOException {
        Path ours = Path.of("/proc/self/fd", Integer.toString(descriptor));
        return Files.exists(file)
                && Files.getAttribute(file, "unix:ino")
                        .equals(Files.getAttribute(ours, "unix:ino"));
    }

    /** Once only. */
    @Override
    public void close() {
        CLOSE.call(descriptor);
    }
}
