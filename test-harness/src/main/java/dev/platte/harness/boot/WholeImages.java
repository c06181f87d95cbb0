package dev.platte.harness.boot;

import dev.platte.client.gpt.BlockDevice;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Images that are known byte for byte, and which of them a disk would boot. */
public final class WholeImages {
    private record Image(long size, String sha256) {}

    @FunctionalInterface
    private interface Source {
        void read(long offset, ByteBuffer into) throws IOException;
    }

    private static final int CHUNK = 1 << 20;

    private final Map<String, Image> known = new LinkedHashMap<>();

    /** Remembers an image under a name of the caller's. */
    public WholeImages with(String name, Path image) throws IOException {
        try (FileChannel file = FileChannel.open(image)) {
            known.put(
                    name,
                    new Image(
                            file.size(), sha256((at, into) -> fill(file, at, into), file.size())));
        }
        return this;
    }

    /**
     * Starts the bootloader on a disk, which counts a try down, and names the image that the chosen
     * slot starts with; empty when nothing boots or the slot holds something else.
     */
    public Optional<String> boots(BlockDevice disk) throws IOException {
        return switch (Gptprio.next(disk)) {
            case Choice.Boots slot -> nameAt(disk, slot.offset(), slot.size());
            case Choice.Stops _ -> Optional.empty();
        };
    }

    /** The name of the image that these bytes of a disk start with. */
    public Optional<String> nameAt(BlockDevice disk, long offset, long size) throws IOException {
        for (Map.Entry<String, Image> entry : known.entrySet()) {
            Image image = entry.getValue();
            if (image.size() <= size
                    && sha256((at, into) -> disk.read(offset + at, into), image.size())
                            .equals(image.sha256())) {
                return Optional.of(entry.getKey());
            }
        }
        return Optional.empty();
    }

    private static void fill(FileChannel file, long offset, ByteBuffer into) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            if (file.read(into, offset + into.position() - start) < 0) {
                throw new IOException("the file became shorter while it was read");
            }
        }
    }

    private static String sha256(Source source, long size) throws IOException {
        MessageDigest digest = newSha256();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        for (long done = 0; done < size; done += chunk.limit()) {
            chunk.clear().limit((int) Math.min(CHUNK, size - done));
            source.read(done, chunk);
            digest.update(chunk.flip());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newSha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
