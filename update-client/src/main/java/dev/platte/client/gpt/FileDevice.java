package dev.platte.client.gpt;

import java.io.EOFException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A disk image in a file, or a block device under /dev. */
public final class FileDevice implements BlockDevice {
    private static final Logger LOG = System.getLogger(FileDevice.class.getName());

    private static final long LARGEST_FOLIO = 4 << 20;

    private final Path path;
    private final FileChannel channel;
    private final long size;
    private final int sectorSize;
    private @Nullable PageCache cache;
    private @Nullable WriteBehind behind;
    private boolean isUncontrolled;

    private FileDevice(Path path, FileChannel channel, int sectorSize) throws IOException {
        this.path = path;
        this.channel = channel;
        this.size = channel.size();
        this.sectorSize = sectorSize;
    }

    /**
     * Opens a disk for reading and writing and finds its sector size: of a block device from sysfs,
     * of an image by where its GPT lies.
     *
     * @param sys where sysfs is mounted, usually {@code /sys}
     */
    public static FileDevice open(Path path, Path sys) throws IOException {
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            return new FileDevice(path, channel, SectorSize.of(path, channel, sys));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Opens an image whose sector size is known. */
    public static FileDevice open(Path path, int sectorSize) throws IOException {
        return new FileDevice(
                path,
                FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE),
                sectorSize);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public int sectorSize() {
        return sectorSize;
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            int count = channel.read(into, at);
            if (count < 0) {
                throw new EOFException("%s ends at byte %d".formatted(path, at));
            }
            at += count;
        }
    }

    @Override
    public void write(long offset, ByteBuffer from) throws IOException {
        Objects.checkFromIndexSize(offset, from.remaining(), size);
        long at = offset;
        while (from.hasRemaining()) {
            at += channel.write(from, at);
        }
    }

    @Override
    public void sync() throws IOException {
        channel.force(false);
        WriteBehind written;
        synchronized (this) {
            written = behind;
        }
        if (written != null) {
            written.synced();
        }
    }

    @Override
    public void writeBehind(long offset, long length) throws IOException {
        WriteBehind written;
        synchronized (this) {
            PageCache open = cache();
            if (behind == null && open != null) {
                behind = new WriteBehind(open);
            }
            written = behind;
        }
        if (written != null) {
            written.wrote(offset, length);
        }
    }

    @Override
    public synchronized void dropBehind(long offset, long length) {
        PageCache open = cache();
        if (open != null) {
            // The kernel keeps what it read in one piece as long as a part of it may be wanted.
            long start = Math.max(0, offset - LARGEST_FOLIO);
            open.drop(start, offset + length - start);
        }
    }

    /** Opened with the first use: most who open a disk only look at its table. */
    private synchronized @Nullable PageCache cache() {
        if (cache == null && !isUncontrolled) {
            try {
                cache = PageCache.of(path);
            } catch (IOException | LinkageError | NoSuchElementException e) {
                isUncontrolled = true;
                LOG.log(Level.INFO, "the page cache is left to itself: {0}", e.getMessage());
            }
        }
        return cache;
    }

    @Override
    public Uncached uncached() throws IOException {
        return DirectReader.open(path, size);
    }

    @Override
    public synchronized void close() throws IOException {
        PageCache open = cache;
        cache = null;
        behind = null;
        isUncontrolled = true;
        if (open != null) {
            open.close();
        }
        channel.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
