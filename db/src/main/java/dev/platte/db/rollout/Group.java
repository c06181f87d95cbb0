package dev.platte.db.rollout;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that share policy.
 *
 * @param uid what a host may say as its track instead of the name
 * @param track the name hosts say
 * @param channel the name of the channel it follows, in the host's architecture
 * @param pausedReason there exactly when it is paused
 * @param pollInterval how long its hosts are asked to wait between polls, 1 min to 1 day; absent:
 *     the server's own
 * @param revision counts the changes of this row; its ETag
 */
public record Group(
        long id,
        long applicationId,
        UUID uid,
        String track,
        String description,
        String channel,
        boolean paused,
        @Nullable String pausedReason,
        @Nullable Duration pollInterval,
        Instant created,
        long revision) {}
