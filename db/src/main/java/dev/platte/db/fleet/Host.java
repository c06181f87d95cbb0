package dev.platte.db.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One host of one application as it was last seen.
 *
 * @param stateSince when it came into this state
 * @param lastError the last error code it reported, flags included
 */
public record Host(
        long id,
        HostKey key,
        @Nullable Long groupId,
        HostFacts facts,
        Instant firstSeen,
        Instant lastSeen,
        HostState state,
        Instant stateSince,
        @Nullable Long lastError,
        @Nullable Instant lastErrorAt) {}
