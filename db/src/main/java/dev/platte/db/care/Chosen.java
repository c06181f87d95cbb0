package dev.platte.db.care;

import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostQuery;
import dev.platte.db.verb.RefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks up hosts that are meant: never more than somebody has seen. */
final class Chosen {

    private final Fleet fleet;

    Chosen(Fleet fleet) {
        this.fleet = fleet;
    }

    /** A host that is meant; what is known of it is absent where it was never seen. */
    record One(HostKey key, @Nullable Host known) {}

    /**
     * @throws RefusedException {@code hosts-too-many}
     */
    List<One> hosts(Which which, int atMost) {
        return switch (which) {
            case Which.Found(HostQuery query) -> found(query, atMost);
            case Which.Named named -> {
                List<HostKey> keys = named(named, atMost);
                Map<HostKey, Host> known = fleet.find(keys);
                yield keys.stream().map(key -> new One(key, known.get(key))).toList();
            }
        };
    }

    /**
     * The same without a look at those that are named.
     *
     * @throws RefusedException {@code hosts-too-many}
     */
    List<HostKey> keys(Which which, int atMost) {
        return switch (which) {
            case Which.Found(HostQuery query) ->
                    found(query, atMost).stream().map(One::key).toList();
            case Which.Named named -> named(named, atMost);
        };
    }

    private List<HostKey> named(Which.Named named, int atMost) {
        requireFew(named.machines().size(), atMost);
        return named.machines().stream()
                .map(machine -> new HostKey(named.applicationId(), machine))
                .toList();
    }

    private List<One> found(HostQuery query, int atMost) {
        List<One> found = new ArrayList<>();
        @Nullable String after = null;
        List<Host> page;
        do {
            page = fleet.list(query.after(after));
            page.forEach(host -> found.add(new One(host.key(), host)));
            requireFew(found.size(), atMost);
            after = page.isEmpty() ? null : page.getLast().key().machineId();
        } while (page.size() == query.limit());
        return found;
    }

    private static void requireFew(int found, int atMost) {
        if (found > atMost) {
            throw RefusedException.conflict(
                    "hosts-too-many",
                    "More than %d hosts match; nothing was done. Look again, and say atMost or narrow it."
                            .formatted(atMost));
        }
    }
}
