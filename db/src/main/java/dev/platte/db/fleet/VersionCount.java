package dev.platte.db.fleet;

import org.jspecify.annotations.Nullable;

/** How many hosts of a group are at a version in a state. */
public record VersionCount(@Nullable Long groupId, String version, HostState state, long hosts) {}
