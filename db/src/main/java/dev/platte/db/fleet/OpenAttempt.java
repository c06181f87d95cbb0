package dev.platte.db.fleet;

import org.jspecify.annotations.Nullable;

/**
 * The attempt of a host that still goes on.
 *
 * @param version of the package it leads to
 * @param groupId the group it was granted in; absent: the group is gone
 * @param bootId the boot in which it was offered; absent: the host did not say
 */
public record OpenAttempt(
        long packageId,
        String version,
        @Nullable Long groupId,
        String fromVersion,
        @Nullable String bootId,
        HostState state) {}
