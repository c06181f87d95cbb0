package dev.platte.server.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One server per directory. The kernel drops the lock with the process, also after kill -9, so that
 * a lock never outlives its owner.
 */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel file;

    private DirectoryLock(FileChannel file) {
        this.file = file;
    }

    static DirectoryLock take(Path directory) throws IOException, EmbeddedPostgresException {
        Path path = directory.resolve("lock");
        FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        boolean taken = false;
        try {
            if (tryLock(file) == null) {
                throw new EmbeddedPostgresException(
                        "another Platte server (process %s) uses %s; stop it, or give this one a directory of its own with --platte.data"
                                .formatted(Files.readString(path).strip(), directory.getParent()));
            }
            file.truncate(0);
            file.write(
                    ByteBuffer.wrap(
                            (ProcessHandle.current().pid() + "\n")
                                    .getBytes(StandardCharsets.US_ASCII)));
            taken = true;
            return new DirectoryLock(file);
        } finally {
            if (!taken) {
                file.close();
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel file) throws IOException {
        try {
            return file.tryLock();
        } catch (OverlappingFileLockException e) {
            // Held by another server in this very process.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
