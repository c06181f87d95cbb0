package dev.platte.client.gpt;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file with O_DIRECT, or through the page cache where the file system does not know that.
 * Not thread-safe.
 */
final class DirectReader implements BlockDevice.Uncached {
    /** What every disk and file system in use is content with. */
    private static final int ALIGNMENT = 4096;

    private static final int CHUNK = 1 << 20;

    private final FileChannel channel;
    private final long size;
    private final @Nullable String reason;
    private final ByteBuffer chunk =
            ByteBuffer.allocateDirect(CHUNK + ALIGNMENT).alignedSlice(ALIGNMENT);

    private DirectReader(FileChannel channel, long size, @Nullable String reason) {
        this.channel = channel;
        this.size = size;
        this.reason = reason;
    }

    static DirectReader open(Path path, long size) throws IOException {
        String reason;
        try {
            FileChannel direct = FileChannel.open(path, StandardOpenOption.READ, direct());
            DirectReader reader = new DirectReader(direct, size, null);
            Optional<String> refusal = reader.refusal();
            if (refusal.isEmpty()) {
                return reader;
            }
            direct.close();
            reason = refusal.get();
        } catch (IOException | UnsupportedOperationException e) {
            reason = String.valueOf(e.getMessage());
        }
        return new DirectReader(
                FileChannel.open(path, StandardOpenOption.READ),
                size,
                "%s can not be read with O_DIRECT: %s".formatted(path, reason));
    }

    /**
     * The JDK's name for O_DIRECT lies outside of its standard modules, so it is asked for and not
     * linked.
     */
    private static OpenOption direct() throws IOException {
        try {
            for (Object option :
                    Class.forName("com.sun.nio.file.ExtendedOpenOption").getEnumConstants()) {
                if (option instanceof OpenOption open && open.toString().equals("DIRECT")) {
                    return open;
                }
            }
        } catch (ClassNotFoundException e) {
            throw new IOException("this Java has no module jdk.unsupported", e);
        }
        throw new IOException("this Java does not know O_DIRECT");
    }

    /** Some file systems take the flag when opening and refuse the first read. */
    private Optional<String> refusal() throws IOException {
        try {
            channel.read(chunk.clear().limit(ALIGNMENT), 0);
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void read(long offset, ByteBuffer into) throws IOException {
        long at = offset;
        while (into.hasRemaining()) {
            long start = at - at % ALIGNMENT;
            int skip = Math.toIntExact(at - start);
            int wanted = Math.min(CHUNK, roundUp(skip + (long) into.remaining()));
            int count = channel.read(chunk.clear().limit(wanted), start);
            if (count <= skip) {
                throw new EOFException("the disk ends at byte " + size + ", wanted " + at);
            }
            int usable = Math.min(count - skip, into.remaining());
            into.put(chunk.slice(skip, usable));
            at += usable;
        }
    }

    private static int roundUp(long bytes) {
        return (int) Math.min(CHUNK, Math.ceilDiv(bytes, ALIGNMENT) * ALIGNMENT);
    }

    @Override
    public Optional<String> throughCacheBecause() {
        return Optional.ofNullable(reason);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
