package dev.platte.db.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One host of one application as it was last seen.
 *
 * @param stateSince when it came into this state
 * @param lastError the last error code it reported, flags included
 * @param duplicateSince since when two machines are known to share this id; absent: one machine
 * @param retired since when it is not counted any more; it comes back by polling
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
        @Nullable Instant lastErrorAt,
        @Nullable Instant duplicateSince,
        @Nullable Instant retired) {}
