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
 */
public record Offer(String version, List<URI> urls, long size, Sha256 sha256) {
    public Offer {
        requireNonNull(version, "version");
        requireNonNull(sha256, "sha256");
        urls = List.copyOf(urls);
        if (urls.isEmpty()) {
            throw new IllegalArgumentException("an offer without a url");
        }
        if (size <= 0) {
            throw new IllegalArgumentException("an offer of " + size + " bytes");
        }
    }

    /** For people: the version, or the first digits of the hash when there is none. */
    public String name() {
        return version.isEmpty() ? "sha256:" + sha256.hex().substring(0, 12) : version;
    }
}
