package dev.platte.db.rollout;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A group to be made.
 *
 * @param uid an id that hosts know already, from another server; absent: a random one
 */
public record NewGroup(
        long applicationId, String track, String description, String channel, @Nullable UUID uid) {}
