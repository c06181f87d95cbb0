package dev.platte.payload.format;

import dev.platte.omaha.value.Sha256;
import org.bouncycastle.crypto.digests.SHA256Digest;

/**
 * A SHA-256 over a payload file as it streams by, whose state can be saved and taken up again in
 * another process. The JDK's digest is faster and cannot be saved; a payload is small beside the
 * image in it.
 */
public final class FileHash {
    private final SHA256Digest digest;

    private FileHash(SHA256Digest digest) {
        this.digest = digest;
    }

    /** Over header and manifest. */
    public static FileHash over(PayloadMetadata metadata) {
        FileHash hash = new FileHash(new SHA256Digest());
        metadata.hashInto(hash);
        return hash;
    }

    /**
     * Goes on from a saved state.
     *
     * @throws IllegalArgumentException when the bytes are not such a state
     */
    public static FileHash resume(byte[] state) {
        try {
            return new FileHash(new SHA256Digest(state));
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("not a saved state of a file hash", e);
        }
    }

    /** Takes in more of the file. */
    public void update(byte[] bytes, int from, int length) {
        digest.update(bytes, from, length);
    }

    /** The hash of all so far; more may follow. */
    public Sha256 soFar() {
        byte[] hash = new byte[Sha256.LENGTH];
        new SHA256Digest(digest).doFinal(hash, 0);
        return Sha256.ofDigest(hash);
    }

    /** The state, about 120 bytes, for {@link #resume}. */
    public byte[] state() {
        return digest.getEncodedState();
    }
}
