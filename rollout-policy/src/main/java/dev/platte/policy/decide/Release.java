package dev.platte.policy.decide;

import dev.platte.omaha.value.ReadableVersion;
import java.util.List;

/**
 * A package for the architecture of the host in question.
 *
 * @param id the catalogue's own id of the package, opaque here
 * @param version its place in the order
 * @param deltasFrom the versions from which a smaller payload leads here
 */
public record Release(String id, ReadableVersion version, List<ReadableVersion> deltasFrom) {

    public Release {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("a release has an id");
        }
        deltasFrom = List.copyOf(deltasFrom);
    }

    /** A package without deltas. */
    public Release(String id, ReadableVersion version) {
        this(id, version, List.of());
    }

    /** A delta fits one image only: the version must be the same to the letter. */
    boolean hasDeltaFrom(ReadableVersion version) {
        return deltasFrom.contains(version);
    }
}
