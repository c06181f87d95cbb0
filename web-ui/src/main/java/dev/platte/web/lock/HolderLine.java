package dev.platte.web.lock;

import dev.platte.db.lock.LockBook;
import dev.platte.db.lock.LockSlot;
import dev.platte.web.page.Mark;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A slot that is taken, in a table.
 *
 * @param hostname what its host calls itself
 * @param page where its host's page is
 */
record HolderLine(LockSlot slot, Mark mark, @Nullable String hostname, HostLink page) {

    /** Where a host's page is, as far as the fleet knows the host. */
    public record HostLink(@Nullable Long application, @Nullable String machineId) {

        public boolean known() {
            return application != null && machineId != null;
        }
    }

    static List<HolderLine> of(LockCard card, Map<String, LockBook.Known> known) {
        Long application =
                card.covered().isEmpty()
                        ? null
                        : (Long) card.covered().getFirst().owner().application().id();
        return card.standing().slots().stream()
                .map(
                        slot -> {
                            LockBook.Known host = known.get(slot.host());
                            return new HolderLine(
                                    slot,
                                    SlotWords.mark(slot.state()),
                                    host == null ? null : host.hostname(),
                                    new HostLink(
                                            application, host == null ? null : host.machineId()));
                        })
                .toList();
    }
}
