package dev.platte.payload.format;

import dev.platte.omaha.value.Sha256;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The first bytes of a payload, header and manifest, kept as they came and as what they say. */
public final class PayloadMetadata {
    private final byte[] bytes;
    private final Manifest manifest;

    private PayloadMetadata(byte[] bytes, Manifest manifest) {
        this.bytes = bytes;
        this.manifest = manifest;
    }

    /**
     * Reads header and manifest and not a byte more. No length is believed before it was compared
     * with a limit.
     *
     * @throws PayloadException when they are damaged, lie, or exceed the limits
     * @throws IOException when the stream fails
     */
    public static PayloadMetadata read(InputStream in) throws IOException, PayloadException {
        byte[] bytes = HeaderReader.readWithManifest(in);
        return new PayloadMetadata(bytes, ManifestReader.read(bytes));
    }

    /** Reads a saved copy of header and manifest, which must be nothing else. */
    public static PayloadMetadata of(byte[] saved) throws PayloadException {
        ByteArrayInputStream in = new ByteArrayInputStream(saved);
        try {
            PayloadMetadata metadata = read(in);
            if (in.available() > 0) {
                throw new PayloadException(
                        Fault.SIZE,
                        new Part.WholeFile(),
                        metadata.size(),
                        in.available() + " bytes follow where only header and manifest should be");
            }
            return metadata;
        } catch (IOException e) {
            throw new IllegalStateException("an array does not fail", e);
        }
    }

    /** Header and manifest of a payload that we write. */
    public static PayloadMetadata of(Manifest manifest) {
        return new PayloadMetadata(HeaderReader.header(ManifestWriter.write(manifest)), manifest);
    }

    /** Header and manifest as in the file. */
    public byte[] bytes() {
        return bytes.clone();
    }

    void hashInto(FileHash hash) {
        hash.update(bytes, 0, bytes.length);
    }

    /** How many bytes header and manifest take: where the operations' data begins. */
    public int size() {
        return bytes.length;
    }

    /** SHA-256 over header and manifest. */
    public Sha256 sha256() {
        return Sha256.of(bytes);
    }

    /** What they say. */
    public Manifest manifest() {
        return manifest;
    }

    /** The size of the whole file, in bytes, as the manifest has it. */
    public long payloadSize() {
        long data = Math.addExact(size(), manifest.dataLength());
        return manifest.signatures().map(room -> Math.addExact(data, room.size())).orElse(data);
    }
}
