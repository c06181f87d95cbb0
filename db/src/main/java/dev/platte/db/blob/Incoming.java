package dev.platte.db.blob;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where unfinished files of one process lie: a directory of its own, whose lock file the process
 * holds for as long as it lives. A directory whose lock can be had belongs to nobody any more; what
 * is in it was left by a crash.
 */
final class Incoming implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Incoming.class);
    private static final String LOCK = "lock";

    private final Path directory;

    /** The operating system gives it back, whatever ends the process. */
    private final FileLock held;

    private Incoming(Path directory, FileLock held) {
        this.directory = directory;
        this.held = held;
    }

    /**
     * Makes this process' own directory below {@code all} and removes those that crashes left.
     *
     * @param all shared by all processes that store files here
     */
    static Incoming open(Path all) throws IOException {
        Files.createDirectories(all);
        removeLeftovers(all);
        while (true) {
            Path own = Files.createDirectory(all.resolve(UUID.randomUUID().toString()));
            FileLock lock =
                    FileChannel.open(
                                    own.resolve(LOCK),
                                    StandardOpenOption.CREATE_NEW,
                                    StandardOpenOption.WRITE)
                            .lock();
            // Another process may have taken it for a leftover before the lock was there.
            if (Files.exists(own.resolve(LOCK))) {
                return new Incoming(own, lock);
            }
            lock.channel().close();
        }
    }

    /** A name that no other unfinished file has. */
    Path newFile() {
        return directory.resolve(UUID.randomUUID() + ".part");
    }

    /** Gives the directory up; what is unfinished in it is gone. */
    @Override
    public void close() throws IOException {
        remove(directory);
        held.channel().close();
    }

    private static void removeLeftovers(Path all) throws IOException {
        try (DirectoryStream<Path> others = Files.newDirectoryStream(all)) {
            for (Path other : others) {
                if (!isHeld(other)) {
                    LOG.info("Removing {}, unfinished uploads of an earlier run", other);
                    remove(other);
                }
            }
        }
    }

    private static boolean isHeld(Path other) throws IOException {
        Path lock = other.resolve(LOCK);
        if (!Files.exists(lock)) {
            // Between the directory and its lock another process may just be starting.
            return Files.isDirectory(other) && isEmpty(other);
        }
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
                FileLock free = channel.tryLock()) {
            return free == null;
        } catch (OverlappingFileLockException ofThisProcess) {
            return true;
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            return !files.iterator().hasNext();
        }
    }

    private static void remove(Path leftover) throws IOException {
        if (Files.isDirectory(leftover)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(leftover)) {
                for (Path file : files) {
                    Files.deleteIfExists(file);
                }
            }
        }
        Files.deleteIfExists(leftover);
    }
}
