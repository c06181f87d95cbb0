package dev.platte.omaha.cup;

import dev.platte.omaha.value.Sha256;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The client's side of CUP-ECDSA, with the one key it was given. May be called from any thread.
 *
 * <p>Ask {@link #verify} before anything of an answer is parsed or believed.
 */
public final class CupVerifier {

    private final long keyId;
    private final PublicKey key;

    /**
     * @param keyId the id under which the server knows the key
     * @param key a P-256 key
     * @throws IllegalArgumentException if the key is of another kind
     */
    public CupVerifier(long keyId, PublicKey key) {
        Signed.requireP256(key);
        this.keyId = keyId;
        this.key = key;
    }

    public long keyId() {
        return keyId;
    }

    /**
     * Judges an answer in the order of Google's client.
     *
     * @param challenge what was sent with the request
     * @param requestBody the bytes that were sent
     * @param responseBody the bytes that came, before any decoding
     * @param proofHeader {@value CupProof#HEADER}; it goes before the ETag
     * @param etag {@code ETag}
     */
    public CupVerdict verify(
            CupChallenge challenge,
            byte[] requestBody,
            byte[] responseBody,
            @Nullable String proofHeader,
            @Nullable String etag) {
        String header = proofHeader == null || proofHeader.isBlank() ? etag : proofHeader;
        if (header == null || header.isBlank()) {
            return CupVerdict.NO_PROOF;
        }
        Optional<CupProof> proof = CupProof.parse(header);
        if (proof.isEmpty()) {
            return CupVerdict.CORRUPT_PROOF;
        }
        Sha256 requestHash = Sha256.of(requestBody);
        if (!proof.get().requestHash().equals(requestHash)) {
            return CupVerdict.REQUEST_CHANGED;
        }
        byte[] message = Signed.message(requestHash, responseBody, challenge);
        return challenge.keyId() == keyId && isSignature(proof.get().signature(), message)
                ? CupVerdict.TRUSTED
                : CupVerdict.NOT_TRUSTED;
    }

    private boolean isSignature(byte[] der, byte[] message) {
        if (!DerSignature.isInRange(der)) {
            return false;
        }
        try {
            Signature signature = Signature.getInstance(Signed.ALGORITHM);
            signature.initVerify(key);
            signature.update(message);
            return signature.verify(der);
        } catch (SignatureException e) {
            return false;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("the key of CUP cannot be used", e);
        }
    }
}
