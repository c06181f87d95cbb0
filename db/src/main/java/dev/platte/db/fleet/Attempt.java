package dev.platte.db.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One host being moved to one package.
 *
 * @param bootId the boot in which it was offered
 * @param rolloutId under which it is counted; absent: an operator aimed the host
 * @param changed when it came into this state
 * @param lease said nothing until then: timed out; absent: from before there were leases
 * @param released when it gave its slot back; absent: it holds one
 */
public record Attempt(
        long id,
        @Nullable Long rolloutId,
        long packageId,
        String fromVersion,
        @Nullable String bootId,
        HostState state,
        Instant granted,
        Instant changed,
        @Nullable Long errorCode,
        @Nullable Instant lease,
        @Nullable Instant released) {}
