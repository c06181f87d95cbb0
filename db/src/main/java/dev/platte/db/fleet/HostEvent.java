package dev.platte.db.fleet;

import org.jspecify.annotations.Nullable;

/**
 * One event of a poll (Omaha v3, element event).
 *
 * @param errorCode as sent, flags included
 * @param version the version the event is about, else that of the host
 */
public record HostEvent(
        int type,
        int result,
        @Nullable Long errorCode,
        @Nullable String version,
        @Nullable String previousVersion) {

    public HostEvent {
        version = Clip.optional(version, HostFacts.MAX);
        previousVersion = Clip.optional(previousVersion, HostFacts.MAX);
    }
}
