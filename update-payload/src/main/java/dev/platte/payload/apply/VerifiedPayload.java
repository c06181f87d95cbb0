package dev.platte.payload.apply;

import dev.platte.keys.verify.VerificationKey;
import dev.platte.omaha.value.Sha256;
import dev.platte.payload.format.PayloadMetadata;

/**
 * Proof that a payload's every byte was read, hashed and found signed by a trusted key. Only the
 * check makes one.
 */
public final class VerifiedPayload {
    private final PayloadMetadata metadata;
    private final long size;
    private final Sha256 sha256;
    private final VerificationKey signer;

    VerifiedPayload(PayloadMetadata metadata, long size, Sha256 sha256, VerificationKey signer) {
        this.metadata = metadata;
        this.size = size;
        this.sha256 = sha256;
        this.signer = signer;
    }

    /** Header and manifest. */
    public PayloadMetadata metadata() {
        return metadata;
    }

    /** Bytes of the whole file. */
    public long size() {
        return size;
    }

    /** Over the whole file. */
    public Sha256 sha256() {
        return sha256;
    }

    /** The first trusted key that signed it. */
    public VerificationKey signer() {
        return signer;
    }
}
