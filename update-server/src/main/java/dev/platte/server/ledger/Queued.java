package dev.platte.server.ledger;

import dev.platte.db.fleet.Sighting;
import dev.platte.policy.decide.Decision.NeedsGrant;
import dev.platte.policy.decide.Decision.NotNow;
import dev.platte.policy.decide.Decision.Settled;
import dev.platte.policy.decide.Decision.UpToDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A poll on its way to be written.
 *
 * @param sightings one for each of its entries, if it may turn out that it says nothing new; empty
 *     if it does for sure
 */
record Queued(Poll poll, List<Sighting> sightings) {

    /** Found out by whoever asks, not by the few that write. */
    static Queued of(Poll poll) {
        boolean quiet =
                poll.strangers().isEmpty() && poll.entries().stream().allMatch(Queued::isQuiet);
        return new Queued(
                poll,
                quiet
                        ? poll.entries().stream()
                                .map(
                                        entry ->
                                                Sighting.of(
                                                        entry.host(),
                                                        entry.groupId(),
                                                        entry.facts(),
                                                        poll.at()))
                                .toList()
                        : List.of());
    }

    /** Nothing happened to the host, and nothing can be granted to it. */
    private static boolean isQuiet(Entry entry) {
        return entry.news().events().stream().noneMatch(Turn::isNews)
                && (entry.ask() == null || settled(entry.ask()) != null);
    }

    /** What its hosts get, if it was kept by its sightings alone. */
    List<Optional<Settled>> answers() {
        return poll.entries().stream()
                .map(
                        entry ->
                                entry.ask() == null
                                        ? Optional.<Settled>empty()
                                        : Optional.ofNullable(settled(entry.ask())))
                .toList();
    }

    /** Of a host without an open attempt; null: the ledger has a say. */
    private static @Nullable Settled settled(Entry.Ask ask) {
        return switch (ask.decision()) {
            case UpToDate upToDate -> upToDate;
            case NotNow notNow -> notNow;
            case NeedsGrant grant -> null;
        };
    }
}
