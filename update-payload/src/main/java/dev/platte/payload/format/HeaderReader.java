package dev.platte.payload.format;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The 20 bytes before the manifest: {@code CrAU}, then version and manifest size as big-endian
 * uint64.
 */
final class HeaderReader {
    static final int LENGTH = 20;

    /**
     * The largest manifest that is read, in bytes. A full payload of 1 GiB needs 60 KB; a delta
     * that moves each of 20,000 files needs 2 MB. It is held in memory before its signature is
     * known.
     */
    static final int MOST_MANIFEST = 4 * 1024 * 1024;

    /** Room for the manifest of most payloads. */
    private static final int FIRST_ROOM = 64 * 1024;

    private static final byte[] MAGIC = {'C', 'r', 'A', 'U'};
    private static final long VERSION = 1;
    private static final int VERSION_AT = 4;
    private static final int MANIFEST_SIZE_AT = 12;

    private HeaderReader() {}

    static byte[] readWithManifest(InputStream in) throws IOException, PayloadException {
        byte[] header = in.readNBytes(LENGTH);
        int magic =
                Arrays.mismatch(
                        Arrays.copyOf(header, Math.min(header.length, MAGIC.length)), MAGIC);
        if (magic >= 0) {
            throw refuse(0, "does not begin with CrAU: not a payload");
        }
        if (header.length < LENGTH) {
            throw new PayloadException(
                    Fault.SIZE,
                    new Part.Header(),
                    header.length,
                    "the file ends inside the header");
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        long version = fields.getLong(VERSION_AT);
        if (version != VERSION) {
            throw refuse(
                    VERSION_AT,
                    "format version "
                            + Long.toUnsignedString(version)
                            + "; only version 1 is known");
        }
        long size = fields.getLong(MANIFEST_SIZE_AT);
        if (size <= 0 || size > MOST_MANIFEST) {
            throw new PayloadException(
                    Fault.MANIFEST,
                    new Part.Header(),
                    MANIFEST_SIZE_AT,
                    "a manifest of %s bytes; accepted are 1 to %d"
                            .formatted(Long.toUnsignedString(size), MOST_MANIFEST));
        }
        return withManifest(header, in, Math.toIntExact(size));
    }

    private static byte[] withManifest(byte[] header, InputStream in, int size)
            throws IOException, PayloadException {
        // The room grows with what arrives: a lying size costs no memory.
        int end = LENGTH + size;
        byte[] both = Arrays.copyOf(header, Math.min(end, FIRST_ROOM));
        int filled = LENGTH;
        while (true) {
            filled += in.readNBytes(both, filled, both.length - filled);
            if (filled < both.length) {
                throw new PayloadException(
                        Fault.SIZE,
                        new Part.ManifestBytes(),
                        filled,
                        "the file ends inside the manifest of %d bytes".formatted(size));
            }
            if (filled == end) {
                return both;
            }
            both = Arrays.copyOf(both, Math.min(end, both.length * 2));
        }
    }

    private static PayloadException refuse(int at, String detail) {
        return new PayloadException(Fault.HEADER, new Part.Header(), at, detail);
    }

    static byte[] header(byte[] manifest) {
        return ByteBuffer.allocate(LENGTH + manifest.length)
                .put(MAGIC)
                .putLong(VERSION)
                .putLong(manifest.length)
                .put(manifest)
                .array();
    }
}
