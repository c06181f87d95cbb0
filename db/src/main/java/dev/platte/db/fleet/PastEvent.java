package dev.platte.db.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One event in a host's history. */
public record PastEvent(
        Instant at,
        int type,
        int result,
        @Nullable Long errorCode,
        @Nullable String version,
        @Nullable String previousVersion) {}
