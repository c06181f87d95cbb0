package dev.platte.db.fleet;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody asked for what does not exist.
 *
 * @param application the appid as said
 * @param track as said; absent when the application itself is unknown
 */
public record UnknownAsk(
        String application,
        @Nullable String track,
        Instant at,
        @Nullable String ip,
        @Nullable String machineId) {

    public UnknownAsk {
        application = Clip.text(application, 256);
        track = track == null ? null : Clip.text(track, 256);
        ip = Clip.optional(ip, 64);
        machineId = Clip.optional(machineId, 256);
    }
}
