package dev.platte.payload.apply;

import dev.platte.keys.verify.TrustSet;
import dev.platte.payload.format.PayloadException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Reads a payload to its end without writing anything: the check at upload and of {@code payload
 * verify}.
 */
public final class PayloadVerifier {
    private PayloadVerifier() {}

    /**
     * Checks header, manifest, every operation's hash, size, whole hash and signature, of full and
     * delta payloads.
     *
     * @param in the payload from its first byte; read to its end, not closed
     * @throws PayloadException when it is refused
     * @throws IOException when the stream fails
     */
    public static VerifiedPayload verify(InputStream in, TrustSet trust, Expected expected)
            throws IOException, PayloadException {
        throw new UnsupportedOperationException("verify");
    }
}
