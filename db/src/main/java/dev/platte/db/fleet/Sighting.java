package dev.platte.db.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host was seen that says what it said before, as far as its poll can tell.
 *
 * @param said stands for all that it says ({@link #of})
 * @param at when
 */
public record Sighting(HostKey host, long said, Instant at) {

    /**
     * @param groupId the group its track names; null: none
     */
    public static Sighting of(HostKey host, @Nullable Long groupId, HostFacts facts, Instant at) {
        return new Sighting(host, Fingerprint.of(groupId, facts, at), at);
    }
}
