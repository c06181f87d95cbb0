package dev.platte.policy.decide;

import dev.platte.omaha.value.ReadableVersion;
import dev.platte.policy.window.Windows;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * All that the first half of a decision needs: what the poll says, and what the snapshot knows. No
 * database.
 *
 * <p>A group has up to two targets, both for the host's architecture. {@code stable} is where the
 * last completed rollout led, {@code rolling} where the running, paused or halted one leads. A host
 * that is not admitted to the latter is still brought to the former, so that a host far behind does
 * not wait through the ramp of a release it may not have yet.
 *
 * @param rolling null if nothing is rolled out now
 * @param stable null before the group's first completed rollout
 * @param now in 1970 to 9999; one instant for the whole poll
 */
public record Facts(
        Host host,
        Group group,
        @Nullable Rollout rolling,
        @Nullable Rollout stable,
        Catalogue catalogue,
        Instant now) {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    public Facts {
        if (now.isBefore(Instant.EPOCH) || now.isAfter(LATEST)) {
            throw new IllegalArgumentException("an instant lies in 1970 to 9999, not " + now);
        }
    }

    /**
     * The hosts that share a policy.
     *
     * @param name for people
     * @param pausedBecause null unless the group is paused
     * @param windows when updates may begin
     * @param forcedPassesRamp a person who asks on the host does not wait for the ramp
     */
    public record Group(
            String name,
            @Nullable String pausedBecause,
            Windows windows,
            boolean forcedPassesRamp) {

        /** A group that holds nobody. */
        public Group(String name) {
            this(name, null, Windows.ALWAYS, false);
        }
    }

    /**
     * What is known of the packages of the host's application and architecture.
     *
     * @param floors in any order
     */
    public record Catalogue(List<Floor> floors, List<Withdrawn> withdrawn) {

        public static final Catalogue PLAIN = new Catalogue(List.of(), List.of());

        public Catalogue {
            floors = List.copyOf(floors);
            withdrawn = List.copyOf(withdrawn);
        }

        /** The lowest floor above one version and below another. */
        Optional<Floor> firstFloor(ReadableVersion above, ReadableVersion below) {
            return floors.stream()
                    .filter(floor -> floor.release().version().isNewerThan(above))
                    .filter(floor -> below.isNewerThan(floor.release().version()))
                    .min(Comparator.comparing(floor -> floor.release().version()));
        }

        Optional<Withdrawn> withdrawn(ReadableVersion version) {
            return withdrawn.stream().filter(bad -> bad.version().standsWith(version)).findFirst();
        }
    }

    /** A release that every host below it must pass, and why. */
    public record Floor(Release release, String why) {}

    /** A version that is offered to nobody any more, and why. */
    public record Withdrawn(ReadableVersion version, String why) {}
}
