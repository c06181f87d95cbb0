package dev.platte.db.fleet;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A host is granted a package.
 *
 * @param rolloutId under which it is counted; absent: an operator aimed the host
 * @param bootId the boot in which it is offered; absent: the host did not say
 * @param granted where a rollout counts it, by the database's clock, read under the rollout's lock
 * @param lease how long the host may be silent from now on
 */
public record NewAttempt(
        long hostId,
        @Nullable Long groupId,
        @Nullable Long rolloutId,
        long packageId,
        String fromVersion,
        @Nullable String bootId,
        Instant granted,
        Duration lease) {}
