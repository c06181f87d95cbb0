package dev.platte.client.poll;

import static java.util.Objects.requireNonNull;

import dev.platte.omaha.request.Event;
import dev.platte.omaha.value.InstallSource;
import dev.platte.omaha.value.Version;

/**
 * What a report is about. update_engine's reports name no release, so that one which comes late is
 * taken for news of whatever the host was granted since; ours do.
 *
 * @param source what began the attempt
 * @param version of the release; empty where none was offered, or the offer did not say
 */
public record Subject(InstallSource source, String version) {
    public Subject {
        requireNonNull(source, "source");
        requireNonNull(version, "version");
    }

    /** The event, and where this host was going when it happened. */
    Event of(Event event) {
        return version.isEmpty() ? event : event.towards(Version.of(version));
    }
}
