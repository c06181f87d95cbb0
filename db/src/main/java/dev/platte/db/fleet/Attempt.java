package dev.platte.db.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One host being moved to one package.
 *
 * @param bootId the boot in which it was offered
 * @param changed when it came into this state
 */
public record Attempt(
        long id,
        long packageId,
        String fromVersion,
        @Nullable String bootId,
        HostState state,
        Instant granted,
        Instant changed,
        @Nullable Long errorCode) {}
