package dev.platte.payload.create;

import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.Extent;
import dev.platte.payload.format.Manifest;
import dev.platte.payload.format.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/**
 * A MiB of an image as it goes into the payload.
 *
 * @param index counted from 0 within the image
 * @param rawLength bytes of the image
 * @param data what is stored
 */
record Chunk(long index, int rawLength, byte[] data, boolean isCompressed, Sha256 sha256) {
    /**
     * What the real tool cuts full payloads into, and so what its clients hold in memory at once.
     */
    static final int LENGTH = 1 << 20;

    private static final int BLOCKS = LENGTH / Manifest.BLOCK_SIZE;
    private static final int LEVEL = 9;

    /** Compresses, and keeps the result only when it is smaller. */
    static Chunk of(long index, byte[] raw) throws IOException {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream(raw.length / 2);
        try (BZip2CompressorOutputStream out = new BZip2CompressorOutputStream(compressed, LEVEL)) {
            out.write(raw);
        }
        boolean isSmaller = compressed.size() < raw.length;
        byte[] data = isSmaller ? compressed.toByteArray() : raw;
        return new Chunk(index, raw.length, data, isSmaller, Sha256.of(data));
    }

    /**
     * The operation that writes it; its extent is a whole chunk also when the last one is short, as
     * the real tool does.
     */
    Operation operation(long dataOffset) {
        Blob blob = new Blob(dataOffset, data.length, Optional.of(sha256));
        List<Extent> target = List.of(new Extent(index * BLOCKS, BLOCKS));
        return isCompressed
                ? new Operation.ReplaceBz(blob, target)
                : new Operation.Replace(blob, target);
    }
}
