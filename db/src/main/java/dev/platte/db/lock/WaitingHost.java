package dev.platte.db.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host that waits for a slot.
 *
 * @param position among those who could go, 1: first
 * @param since when it began to wait
 * @param lastAsked when it asked last
 * @param blocked something holds this host alone: no slot is kept for it
 * @param kind of the one reason it was told, as the protocol has it
 * @param reason the one reason it was told
 */
public record WaitingHost(
        long groupId,
        String host,
        long position,
        @Nullable String hostname,
        @Nullable String version,
        @Nullable String toVersion,
        int rank,
        Instant since,
        Instant lastAsked,
        boolean blocked,
        @Nullable String kind,
        @Nullable String reason) {}
