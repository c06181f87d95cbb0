package dev.platte.payload.apply;

import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Verifies a full payload and writes it, from one stream, on all cores, in memory that does not
 * grow with it.
 */
public final class PayloadApplier {
    private final ApplyRequest request;

    /** For one application. */
    public PayloadApplier(ApplyRequest request) {
        this.request = request;
    }

    /**
     * Applies from the first byte.
     *
     * @param in the payload; read to its end, not closed
     * @throws PayloadException when the payload is refused or a target cannot be written
     * @throws IOException when the stream or the listener fails; what was written is then in the
     *     checkpoints
     */
    public AppliedPayload apply(InputStream in)
            throws IOException, PayloadException, InterruptedException {
        throw new UnsupportedOperationException("apply " + request);
    }

    /**
     * Goes on where a checkpoint was reached.
     *
     * @param metadata header and manifest, saved or fetched again; compared with the checkpoint
     * @param rest the payload from byte metadata size + {@link Checkpoint#dataOffset}; read to its
     *     end, not closed
     */
    public AppliedPayload resume(Checkpoint from, byte[] metadata, InputStream rest)
            throws IOException, PayloadException, InterruptedException {
        throw new UnsupportedOperationException("resume " + from);
    }
}
