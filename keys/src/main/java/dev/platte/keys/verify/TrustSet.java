package dev.platte.keys.verify;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The keys whose signatures count. Any one of them is enough, which is what lets keys be rotated.
 * An empty set trusts nothing: update_engine skips the check when its key file is missing, we
 * refuse.
 */
public final class TrustSet {
    private final List<VerificationKey> keys;

    private TrustSet(List<VerificationKey> keys) {
        this.keys = keys;
    }

    /** The given keys; the same key twice counts once. */
    public static TrustSet of(List<VerificationKey> keys) {
        Map<Fingerprint, VerificationKey> distinct = new LinkedHashMap<>();
        keys.forEach(key -> distinct.putIfAbsent(key.fingerprint(), key));
        return new TrustSet(List.copyOf(distinct.values()));
    }

    /** Trusts nothing. */
    public static TrustSet none() {
        return new TrustSet(List.of());
    }

    /** The keys, in the order given. */
    public List<VerificationKey> keys() {
        return keys;
    }

    /** Whether nothing is trusted. */
    public boolean isEmpty() {
        return keys.isEmpty();
    }

    /**
     * The first trusted key that made one of the signatures over the digest. Every key is tried on
     * every signature: nothing in a payload says reliably which key made which entry.
     *
     * @param sha256 32 bytes
     */
    public Optional<VerificationKey> signerOf(byte[] sha256, List<byte[]> signatures) {
        return keys.stream()
                .filter(
                        key ->
                                signatures.stream()
                                        .anyMatch(signature -> key.verifies(sha256, signature)))
                .findFirst();
    }

    @Override
    public String toString() {
        return keys.isEmpty()
                ? "no trusted keys"
                : keys.stream().map(VerificationKey::toString).collect(Collectors.joining(", "));
    }
}
