package dev.platte.payload.apply;

import dev.platte.payload.format.Fault;
import dev.platte.payload.format.FileHash;
import dev.platte.payload.format.Part;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.LongConsumer;

/** The payload as it arrives: counted and hashed, each byte once. */
final class Incoming {
    private static final int PIECE = 128 * 1024;

    private final InputStream in;
    private final FileHash hash;
    private final LongConsumer progress;
    private long offset;

    /**
     * @param hash over the bytes of the file before the offset
     * @param offset the place in the file of the stream's next byte
     */
    Incoming(InputStream in, FileHash hash, long offset, LongConsumer progress) {
        this.in = in;
        this.hash = hash;
        this.offset = offset;
        this.progress = progress;
    }

    FileHash hash() {
        return hash;
    }

    /** Reads exactly so many bytes. */
    void read(byte[] to, int from, int length, Part part) throws IOException, PayloadException {
        int done = 0;
        while (done < length) {
            int read = in.readNBytes(to, from + done, Math.min(PIECE, length - done));
            if (read == 0) {
                throw new PayloadException(
                        Fault.SIZE,
                        part,
                        offset,
                        "the file ends here; %d more bytes were to come".formatted(length - done));
            }
            hash.update(to, from + done, read);
            done += read;
            offset += read;
            progress.accept(offset);
        }
    }

    /** The stream must end here. */
    void requireEnd() throws IOException, PayloadException {
        if (in.read() != -1) {
            throw new PayloadException(
                    Fault.SIZE,
                    new Part.WholeFile(),
                    offset,
                    "more bytes follow where the payload should end");
        }
    }

    long offset() {
        return offset;
    }
}
