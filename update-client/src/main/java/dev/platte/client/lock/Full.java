package dev.platte.client.lock;

import dev.platte.client.lock.RebootLock.Board;
import dev.platte.client.lock.RebootLock.Holder;
import dev.platte.client.lock.RebootLock.Reply;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is said of a semaphore that nobody queues for. */
final class Full {
    private static final String KIND = "failed_lock_semaphore_full";
    private static final int SHOWN = 3;

    private Full() {}

    static Reply of(long slots, List<String> holders) {
        return new Reply.Refused(KIND, words(slots, holders), Optional.empty(), Optional.empty());
    }

    static Board board(long slots, List<Holder> holders) {
        List<String> names = holders.stream().map(Holder::host).toList();
        long available = slots - holders.size();
        return new Board(
                slots,
                available,
                holders,
                Optional.empty(),
                available > 0 ? "" : words(slots, names));
    }

    private static String words(long slots, List<String> holders) {
        if (slots <= 0) {
            return "nobody reboots: the limit is " + slots;
        }
        return "%d of %d slots are taken, by %s%s"
                .formatted(
                        holders.size(),
                        slots,
                        holders.stream().limit(SHOWN).collect(Collectors.joining(", ")),
                        holders.size() > SHOWN ? ", ..." : "");
    }
}
