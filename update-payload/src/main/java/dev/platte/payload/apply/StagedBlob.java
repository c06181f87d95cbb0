package dev.platte.payload.apply;

import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One operation's whole data, held until its hash is known to be right: in memory up to 2 MiB,
 * beyond that in a file without a name. A kernel is one blob of any size in payloads of the real
 * tool.
 */
final class StagedBlob implements AutoCloseable {
    static final int IN_MEMORY = 2 * 1024 * 1024;

    private static final int PIECE = 256 * 1024;

    private final Path spool;
    private byte[] memory = new byte[PIECE];
    private @Nullable FileChannel file;
    private long length;

    StagedBlob(Path spool) {
        this.spool = spool;
    }

    /** Takes one operation's data from the stream. */
    void receive(Incoming in, Step step) throws IOException, PayloadException {
        length = step.blob().map(Blob::length).orElse(0L);
        if (length <= IN_MEMORY) {
            if (memory.length < length) {
                memory = new byte[(int) Math.min(IN_MEMORY, Long.highestOneBit(length) * 2)];
            }
            in.read(memory, 0, (int) length, step.part());
        } else {
            receiveToFile(in, step);
        }
    }

    private void receiveToFile(Incoming in, Step step) throws IOException, PayloadException {
        FileChannel channel = opened(step);
        long at = 0;
        while (at < length) {
            int piece = (int) Math.min(memory.length, length - at);
            in.read(memory, 0, piece, step.part());
            try {
                FileTarget.writeFully(channel, ByteBuffer.wrap(memory, 0, piece), at);
            } catch (IOException e) {
                throw step.refuse(
                        Fault.OPERATION, "cannot be put by in " + spool + ": " + e.getMessage(), e);
            }
            at += piece;
        }
    }

    private FileChannel opened(Step step) throws PayloadException {
        if (file != null) {
            return file;
        }
        try {
            Path path = Files.createTempFile(spool, "payload-", ".blob");
            file =
                    FileChannel.open(
                            path,
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.DELETE_ON_CLOSE);
            return file;
        } catch (IOException e) {
            throw step.refuse(
                    Fault.OPERATION,
                    "of %d bytes cannot be put by in %s: %s".formatted(length, spool, e),
                    e);
        }
    }

    /** SHA-256 over the data. */
    byte[] digest(MessageDigest digest) throws IOException {
        if (length <= IN_MEMORY) {
            digest.update(memory, 0, (int) length);
        } else {
            for (long at = 0; at < length; ) {
                int read = read(at, memory);
                digest.update(memory, 0, read);
                at += read;
            }
        }
        return digest.digest();
    }

    /** Hands on the data as it is. */
    void copyTo(ByteSink sink) throws IOException, PayloadException {
        if (length <= IN_MEMORY) {
            sink.write(memory, 0, (int) length);
            return;
        }
        for (long at = 0; at < length; ) {
            int read = read(at, memory);
            sink.write(memory, 0, read);
            at += read;
        }
    }

    /** The data as bits. */
    Bzip2Bits bits() {
        if (length <= IN_MEMORY) {
            return new Bzip2Bits(memory, (int) length, Bzip2Bits.Refill.NONE);
        }
        long[] at = {0};
        return new Bzip2Bits(
                memory,
                0,
                buffer -> {
                    if (at[0] == length) {
                        return -1;
                    }
                    int read = read(at[0], buffer);
                    at[0] += read;
                    return read;
                });
    }

    private int read(long at, byte[] to) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(to, 0, (int) Math.min(to.length, length - at));
        int read = Objects.requireNonNull(file).read(buffer, at);
        if (read <= 0) {
            throw new IOException("the file in " + spool + " became shorter");
        }
        return read;
    }

    @Override
    public void close() throws IOException {
        if (file != null) {
            file.close();
        }
    }
}
