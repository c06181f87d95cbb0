package dev.platte.omaha.request;

import dev.platte.omaha.value.Cohort;
import dev.platte.omaha.value.Track;
import java.util.Map;
import java.util.Optional;

/**
 * How a host wants to be served.
 *
 * @param lang e.g. {@code en-US}
 * @param deltaOkay it takes delta payloads
 * @param multiManifestOk it takes several manifests in one answer (Flatcar's extension for
 *     downstream servers)
 * @param fromTrack the group it was in before; old clients
 * @param cohort what the server told it to remember
 * @param more the attributes of {@code app} that have no field here, such as {@code brand}, {@code
 *     ap}, {@code tag} or {@code installage}, as they were said
 */
public record Traits(
        String lang,
        boolean deltaOkay,
        boolean multiManifestOk,
        Optional<Track> fromTrack,
        Cohort cohort,
        Map<String, String> more) {

    /** As update_engine always says. */
    public static final Traits UPDATE_ENGINE =
            new Traits("en-US", false, false, Optional.empty(), Cohort.UNSAID, Map.of());

    public Traits {
        more = More.of(more);
    }

    /** The same, from a host that takes deltas or does not. */
    public Traits withDeltaOkay(boolean okay) {
        return new Traits(lang, okay, multiManifestOk, fromTrack, cohort, more);
    }
}
