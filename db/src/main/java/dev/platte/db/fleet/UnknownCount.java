package dev.platte.db.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What hosts ask for and nobody made.
 *
 * @param track absent when the application itself is unknown
 * @param asked how often
 */
public record UnknownCount(
        String application,
        @Nullable String track,
        long asked,
        Instant firstAsked,
        Instant lastAsked,
        @Nullable String lastIp,
        @Nullable String lastHost) {}
