package dev.platte.client.poll;

import static java.util.Objects.requireNonNull;

import dev.platte.omaha.value.Sha256;
import java.net.URI;
import java.util.List;

/**
 * An update that the server offers.
 *
 * @param version empty when the manifest does not say; update_engine needs none
 * @param urls of the whole payload, in order of preference; at least one
 * @param size of the payload in bytes, above 0
 * @param sha256 of the whole payload file
 * @param terms how it is to be taken
 */
public record Offer(String version, List<URI> urls, long size, Sha256 sha256, Terms terms) {
    public Offer {
        requireNonNull(version, "version");
        requireNonNull(sha256, "sha256");
        requireNonNull(terms, "terms");
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("an offer without a url");
        }
        if (size <= 0) {
            throw new IllegalArgumentException("an offer of " + size + " bytes");
        }
    }

    /** On the usual terms. */
    public Offer(String version, List<URI> urls, long size, Sha256 sha256) {
        this(version, urls, size, sha256, Terms.USUAL);
    }

    /**
     * What the answer says beside the payload itself (update_engine's attributes of the action).
     *
     * @param delta a difference to what this host runs ({@code IsDeltaPayload})
     * @param maxFailuresPerUrl transient failures until the next address
     * @param backOff whether failed downloads make this host wait for days ({@code
     *     DisablePayloadBackoff} is not set)
     * @param rollback the server means the older version ({@code _rollback}), and proved that it is
     *     the server
     */
    public record Terms(boolean delta, int maxFailuresPerUrl, boolean backOff, boolean rollback) {
        /** What holds where the answer says nothing. */
        public static final Terms USUAL = new Terms(false, 10, true, false);

        public Terms {
            if (maxFailuresPerUrl < 0) {
                throw new IllegalArgumentException("maxFailuresPerUrl " + maxFailuresPerUrl);
            }
        }
    }

    /** For people: the version, or the first digits of the hash when there is none. */
    public String name() {
        return version.isEmpty() ? "sha256:" + sha256.hex().substring(0, 12) : version;
    }
}
