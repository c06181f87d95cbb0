package dev.platte.payload.create;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.PayloadMetadata;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;

/** Puts a payload file together: written whole beside its place, synced, renamed. */
final class PayloadFile {
    private static final int PIECE = 256 * 1024;

    private PayloadFile() {}

    /** Makes what follows the data, from the hash of all before it. */
    @FunctionalInterface
    interface Tail {
        byte[] of(Sha256 toSign) throws CreateException;
    }

    /**
     * Writes metadata, data and tail.
     *
     * @param data where the data is copied from
     * @param from its first byte there
     * @param length bytes
     */
    static CreatedPayload write(
            Path out, PayloadMetadata metadata, FileChannel data, long from, long length, Tail tail)
            throws IOException, CreateException {
        Path part = Files.createTempFile(directory(out), "." + out.getFileName(), ".part");
        try {
            CreatedPayload created;
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.WRITE)) {
                MessageDigest digest = Sha256.newDigest();
                put(channel, digest, ByteBuffer.wrap(metadata.bytes()));
                copy(data, from, length, channel, digest);
                Sha256 toSign = soFar(digest);
                put(channel, digest, ByteBuffer.wrap(tail.of(toSign)));
                channel.force(true);
                created =
                        new CreatedPayload(
                                metadata,
                                channel.position(),
                                Sha256.ofDigest(digest.digest()),
                                toSign);
            }
            publish(part, out);
            return created;
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private static void publish(Path part, Path out) throws IOException {
        // Temporary files are for their owner alone; a payload is public.
        if (Files.getFileStore(part).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(part, PosixFilePermissions.fromString("rw-r--r--"));
        }
        Files.move(part, out, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel directory = FileChannel.open(directory(out), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** The directory that a file is in. */
    static Path directory(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        if (parent == null) {
            throw new IllegalArgumentException(file + " is not a file");
        }
        return parent;
    }

    /** A file without a name that goes when it is closed, on the disk where the payload will be. */
    static FileChannel temporary(Path out, String kind) throws IOException {
        Path file = Files.createTempFile(directory(out), "." + out.getFileName(), "." + kind);
        return FileChannel.open(
                file,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE);
    }

    private static void copy(
            FileChannel data, long from, long length, FileChannel to, MessageDigest digest)
            throws IOException {
        ByteBuffer piece = ByteBuffer.allocate(PIECE);
        for (long at = 0; at < length; ) {
            piece.clear().limit((int) Math.min(PIECE, length - at));
            int read = data.read(piece, from + at);
            if (read <= 0) {
                throw new IOException("the data became shorter while it was copied");
            }
            at += read;
            put(to, digest, piece.flip());
        }
    }

    private static void put(FileChannel to, MessageDigest digest, ByteBuffer bytes)
            throws IOException {
        digest.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    private static Sha256 soFar(MessageDigest digest) {
        try {
            return Sha256.ofDigest(((MessageDigest) digest.clone()).digest());
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the JDK's SHA-256 can be cloned", e);
        }
    }
}
