package dev.platte.db.upload;

import dev.platte.db.blob.Blob;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.verb.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Looks into a payload file; given by whoever can read payloads, which this module cannot. */
public interface PayloadCheck {

    /**
     * Verifies a whole file against the keys that an application trusts.
     *
     * @param file only for reading, only during this call
     * @param trusted at least one; none of them revoked
     * @param delta whether a delta is expected, else a full payload
     * @return fingerprints of those of the keys whose signatures hold; at least one
     * @throws RefusedException {@code payload-refused}, {@code payload-kind-wrong}
     */
    List<String> signers(Path file, Blob whole, List<TrustedKey> trusted, boolean delta)
            throws IOException;
}
