package dev.platte.harness.disk;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Every write to a disk in order, in epochs that a sync ends. The bytes are kept in a file. */
final class WriteLog implements Closeable {
    /**
     * One write.
     *
     * @param sector the first sector
     * @param count sectors
     * @param sectorSize bytes of a sector
     * @param at where its bytes lie in the log
     */
    record Write(long sector, int count, int sectorSize, long at) {}

    private final FileChannel bytes;
    private final List<List<Write>> epochs = new ArrayList<>(List.of(new ArrayList<>()));
    private long end;

    WriteLog(Path file) throws IOException {
        bytes =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
    }

    synchronized Write add(long sector, ByteBuffer data, int sectorSize) throws IOException {
        Write write = new Write(sector, data.remaining() / sectorSize, sectorSize, end);
        while (data.hasRemaining()) {
            end += bytes.write(data, end);
        }
        epochs.getLast().add(write);
        return write;
    }

    synchronized void sync() {
        if (!epochs.getLast().isEmpty()) {
            epochs.add(new ArrayList<>());
        }
    }

    /** The last epoch is the one that no sync ended; it may be empty. */
    synchronized List<List<Write>> epochs() {
        return epochs.stream().map(List::copyOf).toList();
    }

    void read(long at, ByteBuffer into) throws IOException {
        long from = at;
        while (into.hasRemaining()) {
            int count = bytes.read(into, from);
            if (count < 0) {
                throw new EOFException("the log ends at " + from);
            }
            from += count;
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
