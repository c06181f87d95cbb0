package dev.platte.payload.apply;

import dev.platte.payload.bsdiff.PatchBytes;
import dev.platte.payload.bzip.Bzip2Bits;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Fault;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;

/**
 * One operation's whole data, held until its hash is known to be right: in memory up to 2 MiB,
 * beyond that in a file without a name. A kernel is one blob of any size in payloads of the real
 * tool.
 */
final class StagedBlob implements PatchBytes, AutoCloseable {
    static final int IN_MEMORY = 2 * 1024 * 1024;

    private static final int PIECE = 256 * 1024;
    private static final int PART = 64 * 1024;

    private final SpoolFile file;
    private byte[] memory = new byte[PIECE];
    private long length;

    StagedBlob(Path spool) {
        this.file = new SpoolFile(spool);
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
        file.clear();
        for (long left = length; left > 0; ) {
            int piece = (int) Math.min(memory.length, left);
            in.read(memory, 0, piece, step.part());
            try {
                file.append(memory, 0, piece);
            } catch (IOException e) {
                throw step.refuse(
                        Fault.OPERATION,
                        "of %d bytes cannot be put by in %s: %s".formatted(length, file, e),
                        e);
            }
            left -= piece;
        }
    }

    @Override
    public long size() {
        return length;
    }

    /** SHA-256 over the data. */
    byte[] digest(MessageDigest digest) throws IOException {
        if (length <= IN_MEMORY) {
            digest.update(memory, 0, (int) length);
        } else {
            for (long at = 0; at < length; ) {
                int read = file.read(at, memory);
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
            int read = file.read(at, memory);
            sink.write(memory, 0, read);
            at += read;
        }
    }

    /** All the data as bits. */
    Bzip2Bits bits() {
        return bits(0, length);
    }

    @Override
    public Bzip2Bits bits(long from, long count) {
        if (length <= IN_MEMORY) {
            return new Bzip2Bits(memory, (int) from, (int) (from + count), Bzip2Bits.Refill.NONE);
        }
        long end = from + count;
        long[] at = {from};
        return new Bzip2Bits(
                new byte[PART],
                0,
                0,
                buffer -> {
                    if (at[0] == end) {
                        return -1;
                    }
                    int read = file.read(at[0], buffer, 0, (int) Math.min(PART, end - at[0]));
                    at[0] += read;
                    return read;
                });
    }

    @Override
    public void read(long at, byte[] to, int from, int count) throws IOException {
        if (length <= IN_MEMORY) {
            System.arraycopy(memory, (int) at, to, from, count);
            return;
        }
        for (int done = 0; done < count; ) {
            done += file.read(at + done, to, from + done, count - done);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
