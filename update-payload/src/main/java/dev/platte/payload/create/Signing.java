package dev.platte.payload.create;

import dev.platte.keys.sign.SigningKey;
import dev.platte.payload.format.SignatureList;
import java.util.List;

/** How a payload gets its signatures. */
public sealed interface Signing {
    /**
     * At once, one signature per key, in this order. update_engine reads only the last: put the key
     * it knows there.
     */
    record Now(List<SigningKey> keys) implements Signing {
        public Now {
            keys = List.copyOf(keys);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("signing needs a key");
            }
        }
    }

    /**
     * Later, by a signer elsewhere: the manifest makes room and the file ends before it.
     *
     * @param lengths of the signatures in bytes: 256 for RSA 2048
     */
    record Later(List<Integer> lengths) implements Signing {
        public Later {
            lengths = List.copyOf(lengths);
            if (lengths.isEmpty() || lengths.stream().anyMatch(length -> length < 1)) {
                throw new IllegalArgumentException("the lengths of the signatures are needed");
            }
        }
    }

    /** Never: no client of ours accepts it; {@link PayloadSigner} can sign it. */
    record Never() implements Signing {}

    /** How many bytes of the file the signatures take. */
    default int room() {
        return switch (this) {
            case Now(List<SigningKey> keys) ->
                    SignatureList.sizeOf(
                            keys.stream()
                                    .map(key -> key.verificationKey().signatureLength())
                                    .toList());
            case Later(List<Integer> lengths) -> SignatureList.sizeOf(lengths);
            case Never() -> 0;
        };
    }
}
