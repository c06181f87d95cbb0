package dev.platte.payload.apply;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Bytes put by outside of the heap, in a file without a name; made when the first one comes. For
 * one thread at a time.
 */
final class SpoolFile implements AutoCloseable {
    private final Path directory;
    private @Nullable FileChannel file;
    private long length;

    SpoolFile(Path directory) {
        this.directory = directory;
    }

    /** Begins anew. */
    void clear() {
        length = 0;
    }

    void append(byte[] bytes, int from, int count) throws IOException {
        FileTarget.writeFully(opened(), ByteBuffer.wrap(bytes, from, count), length);
        length += count;
    }

    /** Reads into the array from its start, as much as fits and is there; -1 at the end. */
    int read(long at, byte[] to) throws IOException {
        return read(at, to, 0, to.length);
    }

    int read(long at, byte[] to, int from, int most) throws IOException {
        if (at >= length) {
            return -1;
        }
        ByteBuffer into = ByteBuffer.wrap(to, from, (int) Math.min(most, length - at));
        int read = opened().read(into, at);
        if (read <= 0) {
            throw new IOException("the file in " + directory + " became shorter");
        }
        return read;
    }

    private FileChannel opened() throws IOException {
        FileChannel open = file;
        if (open == null) {
            Path path = Files.createTempFile(directory, "payload-", ".blob");
            open =
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
            file = open;
        }
        return open;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }

    @Override
    public String toString() {
        return directory.toString();
    }
}
