package dev.platte.db.blob;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The beginnings of files whose rest is still to come, under a directory that several processes may
 * share. One writer at a time adds to a beginning; what came before a connection broke stays. What
 * a power cut leaves of one may not be what was sent: only the hash of the whole file decides.
 */
public final class Parts {

    private static final Pattern NAME = Pattern.compile("[0-9a-z-]{1,100}");
    private static final int BUFFER = 1 << 20;

    private final Path directory;
    private final Incoming incoming;
    private final long limit;

    Parts(Path directory, Incoming incoming, long limit) {
        this.directory = directory;
        this.incoming = incoming;
        this.limit = limit;
    }

    /** What came of an attempt to add to a beginning. */
    public sealed interface Added {

        /**
         * All that came is kept; there may be more.
         *
         * @param size of the beginning now
         */
        record Kept(long size) implements Added {}

        /**
         * It was the end.
         *
         * @param file the whole, which belongs to the caller now
         */
        record Whole(Path file) implements Added {}

        /**
         * It does not begin where the beginning ends; nothing was read.
         *
         * @param size of the beginning
         */
        record Elsewhere(long size) implements Added {}

        /** Another writer adds to it at this moment; nothing was read. */
        record Busy() implements Added {}
    }

    /** How much there is of a file; nothing is zero. */
    public long size(String name) throws IOException {
        try {
            return Files.size(place(name, ".part"));
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /**
     * Adds to a beginning, or makes one.
     *
     * @param offset where what comes belongs in the whole file
     * @param in is read to its end, not closed
     * @param last whether the file is whole then
     * @throws BlobException it is longer than allowed, or the disk is full; nothing is left then
     * @throws IOException reading failed; what came before is kept
     */
    public Added add(String name, long offset, InputStream in, boolean last) throws IOException {
        Files.createDirectories(directory);
        // A file of its own holds the lock: the beginning itself is taken away when it is whole.
        try (FileChannel guard =
                        FileChannel.open(
                                place(name, ".lock"),
                                StandardOpenOption.CREATE,
                                StandardOpenOption.WRITE);
                FileLock lock = guard.tryLock()) {
            if (lock == null) {
                return new Added.Busy();
            }
            guard.write(ByteBuffer.allocate(1), 0);
            return addAlone(place(name, ".part"), offset, in, last);
        } catch (OverlappingFileLockException e) {
            return new Added.Busy();
        }
    }

    private Added addAlone(Path file, long offset, InputStream in, boolean last)
            throws IOException {
        long size;
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            size = out.size();
            if (size != offset) {
                return new Added.Elsewhere(size);
            }
            out.position(size);
            size = copy(in, out, size);
        } catch (BlobException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        if (!last) {
            return new Added.Kept(size);
        }
        Path whole = incoming.newFile();
        Files.move(file, whole, StandardCopyOption.ATOMIC_MOVE);
        return new Added.Whole(whole);
    }

    /** Forgets a beginning; whether there was one. */
    public boolean remove(String name) throws IOException {
        return Files.deleteIfExists(place(name, ".part"));
    }

    /**
     * Forgets all beginnings to which nothing was added since.
     *
     * @return how many files went
     */
    public int forget(Instant since) throws IOException {
        int gone = 0;
        if (!Files.isDirectory(directory)) {
            return gone;
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(directory)) {
            for (Path each : all) {
                String name = each.getFileName().toString();
                // A lock may be held for as long as its beginning grows.
                boolean guards =
                        name.endsWith(".lock")
                                && Files.exists(
                                        each.resolveSibling(name.replaceFirst("lock$", "part")));
                Optional<Instant> touched = guards ? Optional.empty() : touched(each);
                if (touched.isPresent()
                        && touched.get().isBefore(since)
                        && Files.deleteIfExists(each)) {
                    gone++;
                }
            }
        }
        return gone;
    }

    private static Optional<Instant> touched(Path file) throws IOException {
        try {
            return Optional.of(Files.getLastModifiedTime(file).toInstant());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private long copy(InputStream in, FileChannel out, long before) throws IOException {
        byte[] buffer = new byte[BUFFER];
        long size = before;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            size = Math.addExact(size, read);
            if (size > limit) {
                throw Blobs.tooLarge(limit);
            }
            Blobs.write(out, ByteBuffer.wrap(buffer, 0, read), directory);
        }
        return size;
    }

    private Path place(String name, String ending) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("no name of a part: " + name);
        }
        return directory.resolve(name + ending);
    }
}
