package dev.platte.server.poll;

import dev.platte.db.fleet.UnknownAsk;
import dev.platte.omaha.response.AppResponse;
import dev.platte.policy.decide.Decision.Settled;
import dev.platte.server.ledger.Entry;
import dev.platte.server.ledger.Poll;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * An answer while it is put together: some applications are answered at once, the others when the
 * ledger has spoken.
 */
final class Draft {

    /** What one application gets, given what the ledger settled for its entry. */
    private record Part(int entry, Function<Optional<Settled>, AppResponse> answer) {}

    private static final int NO_ENTRY = -1;

    private final List<Part> parts = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<UnknownAsk> strangers = new ArrayList<>();

    /** The place of the next application in the request. */
    int ordinal() {
        return parts.size();
    }

    void inVain(UnknownAsk ask) {
        strangers.add(ask);
    }

    /** The next application is answered without the ledger. */
    void answered(AppResponse answer) {
        parts.add(new Part(NO_ENTRY, nothing -> answer));
    }

    /** The next application is written down first. */
    void written(Entry entry, Function<Optional<Settled>, AppResponse> answer) {
        parts.add(new Part(entries.size(), answer));
        entries.add(entry);
    }

    Poll poll(UUID id, Asker asker) {
        return new Poll(
                id, asker.at(), new Poll.Sent(asker.body(), parts.size()), entries, strangers);
    }

    /** One answer for each application, in their order. */
    List<AppResponse> answers(List<Optional<Settled>> settled) {
        return parts.stream()
                .map(
                        part ->
                                part.answer()
                                        .apply(
                                                part.entry() == NO_ENTRY
                                                        ? Optional.empty()
                                                        : settled.get(part.entry())))
                .toList();
    }
}
