package dev.platte.payload.apply;

import dev.platte.keys.verify.TrustSet;
import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.Blob;
import dev.platte.payload.format.FileHash;
import dev.platte.payload.format.Operation;
import dev.platte.payload.format.PayloadException;
import dev.platte.payload.format.PayloadMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/**
 * Reads a payload to its end without writing anything: the check at upload and of {@code payload
 * verify}.
 */
public final class PayloadVerifier {
    private static final int PIECE = 128 * 1024;

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
        return verify(in, trust, expected, _ -> {});
    }

    /** The same; the listener hears how many bytes were read. */
    public static VerifiedPayload verify(
            InputStream in, TrustSet trust, Expected expected, LongConsumer progress)
            throws IOException, PayloadException {
        PayloadMetadata metadata = PayloadMetadata.read(in);
        Ending ending = Ending.foresee(metadata, trust, expected);
        Incoming incoming = new Incoming(in, FileHash.over(metadata), metadata.size(), progress);
        MessageDigest digest = Sha256.newDigest();
        byte[] piece = new byte[PIECE];
        int index = 0;
        for (Operation operation : metadata.manifest().operations()) {
            Step step = new Step(index++, operation, Site.NOWHERE, Turn.FREE, metadata.size());
            long left = step.blob().map(Blob::length).orElse(0L);
            if (left == 0) {
                continue;
            }
            for (; left > 0; left -= Math.min(left, PIECE)) {
                int length = (int) Math.min(left, PIECE);
                incoming.read(piece, 0, length, step.part());
                digest.update(piece, 0, length);
            }
            StepWork.requireHash(step, Sha256.ofDigest(digest.digest()));
        }
        return ending.check(incoming);
    }
}
