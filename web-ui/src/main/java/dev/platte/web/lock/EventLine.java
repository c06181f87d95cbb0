package dev.platte.web.lock;

import dev.platte.db.lock.LockBook;
import dev.platte.db.lock.LockEvent;
import dev.platte.web.rollout.PolicyWords;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a lock group or one of its hosts, in words.
 *
 * @param host what its host is called; absent: it happened to the whole group
 * @param held how long the slot had been held
 * @param by who did it, unless the host itself or a rule did
 */
record EventLine(
        LockEvent event,
        String tone,
        String title,
        @Nullable String host,
        @Nullable String held,
        @Nullable String by) {

    static List<EventLine> of(List<LockEvent> events, Map<String, LockBook.Known> known) {
        return events.stream().map(event -> of(event, known)).toList();
    }

    private static EventLine of(LockEvent event, Map<String, LockBook.Known> known) {
        Duration held = event.held();
        boolean itself = event.who().startsWith("host/") || event.who().equals("system");
        return new EventLine(
                event,
                SlotWords.tone(event.what()),
                SlotWords.title(event.what()),
                name(event.host(), known),
                held == null ? null : PolicyWords.length(held),
                itself ? null : event.who());
    }

    private static @Nullable String name(@Nullable String host, Map<String, LockBook.Known> known) {
        LockBook.Known found = host == null ? null : known.get(host);
        return found == null || found.hostname() == null ? host : found.hostname();
    }
}
