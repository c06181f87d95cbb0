package dev.platte.policy.decide;

import dev.platte.omaha.value.ReadableVersion;
import dev.platte.policy.limit.Tally;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All that the second half of a decision needs: what only the database knows.
 *
 * @param open the host's open attempt; null if it has none. A poll that shows how the attempt ended
 *     (the target version or a fall-back, under another boot id) ends it first
 * @param tally of the move's rollout, under the lock of its row; {@link Tally#EMPTY} for a move
 *     without one
 * @param fellBackFrom versions that this host installed and came back from
 * @param failed ids of releases that this host began and could not install
 */
public record Standing(
        @Nullable Attempt open,
        Tally tally,
        List<ReadableVersion> fellBackFrom,
        Set<String> failed) {

    /** A host without history in a rollout without grants. */
    public static final Standing FRESH = new Standing(null, Tally.EMPTY, List.of(), Set.of());

    public Standing {
        fellBackFrom = List.copyOf(fellBackFrom);
        failed = Set.copyOf(failed);
    }

    /** One host being moved by one rollout to one release, not yet at its end. */
    public record Attempt(@Nullable String rolloutId, String releaseId, Stage stage) {}

    /** How far an open attempt is, as the host's events say. */
    public enum Stage {
        GRANTED,
        DOWNLOADING,
        DOWNLOADED,
        /** Waits for its reboot. */
        INSTALLED;

        /** Whether the attempt is counted in {@link Tally#open()}. */
        public boolean holdsSlot() {
            return this != INSTALLED;
        }
    }

    /** The same host, against the tally that the grants before it left behind. */
    public Standing with(Tally later) {
        return new Standing(open, later, fellBackFrom, failed);
    }
}
