package dev.platte.client.gpt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the logical sector size of a disk. */
final class SectorSize {
    private static final int[] KNOWN = {512, 4096};
    private static final long SIGNATURE =
            ByteBuffer.wrap("EFI PART".getBytes(StandardCharsets.US_ASCII)).getLong();

    private SectorSize() {}

    static int of(Path path, FileChannel channel, Path sys) throws IOException {
        Path real = path.toRealPath();
        if (Files.isRegularFile(real)) {
            return ofImage(channel);
        }
        Path said =
                sys.resolve("class/block")
                        .resolve(real.getFileName())
                        .resolve("queue/logical_block_size");
        if (!Files.isReadable(said)) {
            throw new IOException("%s is not a whole disk: there is no %s".formatted(path, said));
        }
        String text = Files.readString(said).strip();
        for (int size : KNOWN) {
            if (text.equals(Integer.toString(size))) {
                return size;
            }
        }
        throw new IOException(
                "%s has sectors of %s bytes; 512 and 4096 are supported".formatted(path, text));
    }

    /**
     * A header counts where it names its own sector: a signature left from another layout does not.
     */
    private static int ofImage(FileChannel channel) throws IOException {
        for (int size : KNOWN) {
            if (headerAt(channel, size, 1)) {
                return size;
            }
        }
        for (int size : KNOWN) {
            long last = channel.size() / size - 1;
            if (last > 1 && headerAt(channel, last * size, last)) {
                return size;
            }
        }
        return KNOWN[0];
    }

    private static boolean headerAt(FileChannel channel, long offset, long sector)
            throws IOException {
        ByteBuffer start = ByteBuffer.allocate(32);
        while (start.hasRemaining()) {
            if (channel.read(start, offset + start.position()) < 0) {
                return false;
            }
        }
        return start.getLong(0) == SIGNATURE
                && start.order(ByteOrder.LITTLE_ENDIAN).getLong(24) == sector;
    }
}
