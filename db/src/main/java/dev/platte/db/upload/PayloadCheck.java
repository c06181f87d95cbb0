package dev.platte.db.upload;

import dev.platte.db.blob.Blob;
import dev.platte.db.catalog.TrustedKey;
import dev.platte.db.verb.RefusedException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Looks into payload files; given by whoever can read payloads, which this module cannot. */
public interface PayloadCheck {

    /**
     * A payload that holds.
     *
     * @param signers fingerprints of those of the keys whose signatures hold; at least one
     */
    record Checked(List<String> signers, Contents contents) {
        public Checked {
            signers = List.copyOf(signers);
        }
    }

    /**
     * Verifies a whole file against the keys that an application trusts.
     *
     * @param file only for reading, only during this call
     * @param trusted at least one; none of them revoked
     * @throws RefusedException {@code payload-refused}
     */
    Checked check(Path file, Blob whole, List<TrustedKey> trusted) throws IOException;

    /** What a file that was checked once says of itself; reads its beginning only. */
    Contents contents(Path file) throws IOException;
}
