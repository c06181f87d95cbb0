package dev.platte.omaha.cup;

import dev.platte.omaha.value.Sha256;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Map;
import java.util.Optional;

/**
 * The server's side of CUP-ECDSA: proves that an answer is its own, to this request and this nonce.
 * Keeps every key that a client may still know, by id. May be called from any thread.
 */
public final class CupSigner {

    private final Map<Long, PrivateKey> keys;

    /**
     * @param keys P-256 keys by id
     * @throws IllegalArgumentException if a key is of another kind
     */
    public CupSigner(Map<Long, PrivateKey> keys) {
        this.keys = Map.copyOf(keys);
        this.keys.values().forEach(Signed::requireP256);
    }

    /**
     * The proof for an answer. The bytes are those on the wire: a body that is compressed or
     * changed afterwards does not verify.
     *
     * @return empty if the challenge asks for a key that is not here; answer with an HTTP error
     */
    public Optional<CupProof> prove(
            CupChallenge challenge, byte[] requestBody, byte[] responseBody) {
        return Optional.ofNullable(keys.get(challenge.keyId()))
                .map(key -> sign(key, challenge, Sha256.of(requestBody), responseBody));
    }

    private static CupProof sign(
            PrivateKey key, CupChallenge challenge, Sha256 requestHash, byte[] responseBody) {
        try {
            Signature signature = Signature.getInstance(Signed.ALGORITHM);
            signature.initSign(key);
            signature.update(Signed.message(requestHash, responseBody, challenge));
            return new CupProof(signature.sign(), requestHash);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "signing with CUP key " + challenge.keyId() + " failed", e);
        }
    }
}
