package dev.platte.db.blob;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Files addressed by their SHA-256, under a directory: {@code ab/abcd...}. A file appears whole or
 * not at all: it is written under {@code incoming}, hashed on the way, synced, renamed to its
 * address, and the directory synced; a crash between leaves only a file below {@code incoming},
 * which the next {@link #open} removes. Several processes may share a directory, on a file system
 * with locks.
 */
public final class Blobs implements Closeable {

    private static final Pattern ADDRESS = Pattern.compile("[0-9a-f]{64}");
    private static final int BUFFER = 1 << 20;

    private final Path directory;
    private final Incoming incoming;
    private final Parts parts;
    private final long limit;

    private Blobs(Path directory, Incoming incoming, long limit) {
        this.directory = directory;
        this.incoming = incoming;
        this.parts = new Parts(directory.resolve("parts"), incoming, limit);
        this.limit = limit;
    }

    /**
     * Opens or makes the directory and removes what a crash left.
     *
     * @param limit the longest file that is taken, in bytes
     */
    public static Blobs open(Path directory, long limit) throws IOException {
        if (limit <= 0) {
            throw new IllegalArgumentException("the limit is " + limit + " bytes; give at least 1");
        }
        return new Blobs(directory, Incoming.open(directory.resolve("incoming")), limit);
    }

    /**
     * Stores a stream whole. Storing the same bytes again changes nothing.
     *
     * @param in is read to its end, not closed
     * @throws BlobException when it is too long, is not what was announced, or does not fit;
     *     nothing of it is left then
     * @throws IOException when reading or writing fails; nothing of it is left then either
     */
    public Blob store(InputStream in, Expected expected) throws IOException {
        return this.<RuntimeException>store(in, expected, (file, blob) -> {});
    }

    /**
     * Stores a stream whole if the inspection of it does not throw.
     *
     * @throws E as the inspection refuses; nothing of the file is left then
     * @throws IOException as {@link #store(InputStream, Expected)}
     */
    public <E extends Exception> Blob store(
            InputStream in, Expected expected, Inspection<E> inspection) throws IOException, E {
        Long announced = expected.size();
        if (announced != null && announced > limit) {
            throw tooLarge(limit);
        }
        Path file = incoming.newFile();
        try {
            return keep(file, receive(in, file), expected, inspection);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /**
     * Stores a file that {@link Parts} gave as whole, if the inspection of it does not throw.
     *
     * @param file goes in any case
     * @throws E as the inspection refuses
     * @throws IOException as {@link #store(InputStream, Expected)}
     */
    public <E extends Exception> Blob store(Path file, Expected expected, Inspection<E> inspection)
            throws IOException, E {
        try {
            return keep(file, hashed(file), expected, inspection);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Beginnings of files; they end here as {@link #store(Path, Expected, Inspection)} says. */
    public Parts parts() {
        return parts;
    }

    private <E extends Exception> Blob keep(
            Path file, Blob blob, Expected expected, Inspection<E> inspection)
            throws IOException, E {
        check(blob, expected);
        inspection.of(file, blob);
        publish(file, blob);
        return blob;
    }

    /** Where the file lies, for reading without copying; empty when there is none. */
    public Optional<Path> find(String sha256) {
        if (!ADDRESS.matcher(sha256).matches()) {
            return Optional.empty();
        }
        Path file = address(sha256);
        return Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
    }

    /**
     * Opens a file for reading.
     *
     * @throws NoSuchFileException when there is none
     */
    public FileChannel read(String sha256) throws IOException {
        Path file = find(sha256).orElseThrow(() -> new NoSuchFileException("blob " + sha256));
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** Removes a file that nothing refers to any more; whether there was one. */
    public boolean remove(String sha256) throws IOException {
        Optional<Path> file = find(sha256);
        if (file.isEmpty()) {
            return false;
        }
        boolean removed = Files.deleteIfExists(file.get());
        sync(file.get().getParent());
        return removed;
    }

    /** Ends this process' part in the directory; files that are whole stay. */
    @Override
    public void close() throws IOException {
        incoming.close();
    }

    /** What lies in a file, which is on the disk by then. */
    private Blob hashed(Path file) throws IOException {
        Digests digests = new Digests();
        byte[] buffer = new byte[BUFFER];
        try (FileChannel in =
                FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            sync(in);
            InputStream bytes = Channels.newInputStream(in);
            for (int read = bytes.read(buffer); read >= 0; read = bytes.read(buffer)) {
                digests.update(buffer, read);
            }
        }
        return digests.blob();
    }

    private Blob receive(InputStream in, Path file) throws IOException {
        Digests digests = new Digests();
        byte[] buffer = new byte[BUFFER];
        long size = 0;
        try (FileChannel out =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                size = Math.addExact(size, read);
                if (size > limit) {
                    throw tooLarge(limit);
                }
                digests.update(buffer, read);
                write(out, ByteBuffer.wrap(buffer, 0, read), directory);
            }
            sync(out);
        }
        return digests.blob();
    }

    static void write(FileChannel out, ByteBuffer bytes, Path directory) throws IOException {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw noSpaceOr(e, directory);
        }
    }

    private void sync(FileChannel out) throws IOException {
        try {
            out.force(true);
        } catch (IOException e) {
            throw noSpaceOr(e, directory);
        }
    }

    /** The JDK says "No space left on device" only in words. */
    private static IOException noSpaceOr(IOException e, Path directory) throws IOException {
        String words = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        if (words.contains("no space left") || words.contains("quota exceeded")) {
            FileStore store = Files.getFileStore(directory);
            return new BlobException(
                    BlobException.Cause.NO_SPACE,
                    "The disk of "
                            + directory
                            + " is full ("
                            + store.getUsableSpace()
                            + " bytes free); make room and upload again.",
                    e);
        }
        return e;
    }

    private static void check(Blob blob, Expected expected) throws BlobException {
        if (expected.size() != null && expected.size() != blob.size()) {
            throw new BlobException(
                    BlobException.Cause.WRONG_SIZE,
                    "%d bytes were announced and %d came; upload again."
                            .formatted(expected.size(), blob.size()),
                    null);
        }
        if (expected.sha256() != null && !expected.sha256().equalsIgnoreCase(blob.sha256())) {
            throw new BlobException(
                    BlobException.Cause.WRONG_HASH,
                    "The SHA-256 %s was announced and %s came; upload again."
                            .formatted(expected.sha256(), blob.sha256()),
                    null);
        }
    }

    private void publish(Path file, Blob blob) throws IOException {
        Path target = address(blob.sha256());
        Path shelf = target.getParent();
        if (!Files.isDirectory(shelf)) {
            Files.createDirectories(shelf);
            sync(directory);
        }
        // Over an equal file too: this one is known to be whole.
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
        sync(shelf);
    }

    private Path address(String sha256) {
        return directory.resolve(sha256.substring(0, 2)).resolve(sha256);
    }

    static BlobException tooLarge(long limit) {
        return new BlobException(
                BlobException.Cause.TOO_LARGE,
                "The file is longer than the "
                        + limit
                        + " bytes that are taken (platte.max-payload).",
                null);
    }

    /** A renamed file survives a power cut only when its directory was synced too. */
    private static void sync(Path directory) throws IOException {
        try (FileChannel opened = FileChannel.open(directory, StandardOpenOption.READ)) {
            opened.force(true);
        }
    }
}
