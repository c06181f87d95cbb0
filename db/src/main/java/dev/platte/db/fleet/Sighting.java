package dev.platte.db.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host was seen that says what it said before, as far as its poll can tell.
 *
 * @param host of all sightings that are written together there is one for each host
 * @param at when
 */
public record Sighting(HostKey host, Fingerprint said, Instant at) {

    /**
     * @param groupId the group its track names; null: none
     */
    public static Sighting of(HostKey host, @Nullable Long groupId, HostFacts facts, Instant at) {
        return new Sighting(host, Fingerprint.of(host, groupId, facts, at), at);
    }
}
