package dev.platte.server.ledger;

import dev.platte.db.fleet.HostFacts;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.omaha.request.Event;
import dev.platte.omaha.value.BootId;
import dev.platte.omaha.value.Version;
import dev.platte.policy.decide.Decision.Preliminary;
import dev.platte.policy.decide.Facts;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One application of a poll: who says what, and what the snapshot would give.
 *
 * @param ordinal the place of the application in the poll, from 0 to 255
 * @param groupId the group that the track names; null if it names none
 * @param facts what is kept of the host
 * @param news what moves it on its way
 * @param terms what its group grants it
 * @param ask null if the host does not ask for an update
 */
public record Entry(
        int ordinal,
        HostKey host,
        @Nullable Long groupId,
        HostFacts facts,
        News news,
        Terms terms,
        @Nullable Ask ask) {

    /** What a host says of itself that may begin or end something; the events in their order. */
    public record News(Version version, Optional<BootId> boot, List<Event> events) {

        public News {
            events = List.copyOf(events);
        }
    }

    /**
     * What the snapshot says about the host's attempts.
     *
     * @param canary it goes before the others
     * @param leases how long it may be silent
     */
    public record Terms(boolean canary, GroupPolicy.Leases leases) {

        public static final Terms USUAL = new Terms(false, GroupPolicy.Leases.USUAL);
    }

    /**
     * What the host would get by the snapshot.
     *
     * @param facts from which it is decided again where the database knows better
     * @param decision the first half of the decision
     */
    public record Ask(Facts facts, Preliminary decision) {}
}
