package dev.platte.harness.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A disk image with the CoreOS layout in a sparse file. */
public final class DiskImage {
    private final Path path;
    private final DiskLayout layout;

    private DiskImage(Path path, DiskLayout layout) {
        this.path = path;
        this.layout = layout;
    }

    /** Creates the file, which must not exist: factory flags, empty partitions. */
    public static DiskImage create(Path path, DiskLayout layout) throws IOException {
        GptWriter gpt = new GptWriter(layout);
        try (FileChannel file =
                FileChannel.open(
                        path,
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.SPARSE)) {
            write(file, 0, gpt.start());
            ByteBuffer end = gpt.end();
            write(file, layout.diskSize() - end.capacity(), end);
        }
        return new DiskImage(path, layout);
    }

    public Path path() {
        return path;
    }

    public DiskLayout layout() {
        return layout;
    }

    /** Bytes from the start of the disk to this partition. */
    public long offset(int partition) {
        long offset = DiskLayout.ALIGNMENT;
        for (DiskLayout.Entry entry : layout.entries()) {
            if (entry.number() == partition) {
                return offset;
            }
            offset += entry.size();
        }
        throw new IllegalArgumentException("the layout has no partition " + partition);
    }

    /** Bytes of this partition. */
    public long size(int partition) {
        return layout.entries().stream()
                .filter(entry -> entry.number() == partition)
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "the layout has no partition " + partition))
                .size();
    }

    /**
     * Copies a file to the start of a partition.
     *
     * @throws IOException when it does not fit
     */
    public void fill(int partition, Path content) throws IOException {
        try (FileChannel from = FileChannel.open(content);
                FileChannel to = FileChannel.open(path, StandardOpenOption.WRITE)) {
            if (from.size() > size(partition)) {
                throw new IOException(
                        "%s has %d bytes, partition %d only %d"
                                .formatted(content, from.size(), partition, size(partition)));
            }
            long done = 0;
            while (done < from.size()) {
                done += to.transferFrom(from, offset(partition) + done, from.size() - done);
            }
        }
    }

    private static void write(FileChannel file, long offset, ByteBuffer from) throws IOException {
        long at = offset;
        while (from.hasRemaining()) {
            at += file.write(from, at);
        }
    }
}
