package dev.platte.db.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a channel came to point elsewhere.
 *
 * @param version what it has pointed to since; absent: nothing
 * @param who a person, a token, or {@code system} where a rule did it
 */
public record ChannelMove(
        long id, Instant at, @Nullable String version, String who, @Nullable String reason) {}
