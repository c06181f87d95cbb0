package dev.platte.client.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to update this host, held by one process at a time; it ends with the process, however
 * that dies. It lies in the run directory: a state directory that cannot be written, or that some
 * command line moved, must not let a second one in or keep the first one out.
 */
public final class HostLock implements AutoCloseable {
    private static final int MOST_DIGITS = 20;

    private final FileChannel channel;

    private HostLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes it.
     *
     * @param run the run directory
     * @return empty when another process holds it
     * @throws IOException the run directory cannot be written
     */
    public static Optional<HostLock> take(Path run) throws IOException {
        Path file = file(run);
        Files.createDirectories(file.getParent());
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (!isLocked(channel)) {
            channel.close();
            return Optional.empty();
        }
        String pid = Long.toString(ProcessHandle.current().pid());
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)));
        return Optional.of(new HostLock(channel));
    }

    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            // Held by this very process.
            return false;
        }
    }

    /** The process that holds it, as it wrote itself; empty when nobody ever did. */
    public static String holder(Path run) throws IOException {
        Path file = file(run);
        if (!Files.exists(file)) {
            return "";
        }
        try (var in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MOST_DIGITS), StandardCharsets.US_ASCII);
        }
    }

    private static Path file(Path run) {
        return run.resolve("platte").resolve("lock");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
