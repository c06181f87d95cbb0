package dev.platte.server.lock;

import dev.platte.db.lock.LockAnswer;
import dev.platte.db.lock.LockBook;
import dev.platte.db.lock.LockSlot;
import dev.platte.db.lock.WaitingHost;
import java.util.LinkedHashMap;
import java.util.Map;

/** How a lock group stands, as hosts are told. */
final class LockStatus {

    private LockStatus() {}

    static FleetLockReply of(LockBook.Glance glance, String host) {
        return switch (glance) {
            case LockBook.Glance.Refused(LockAnswer why) -> FleetLockReply.of(why);
            case LockBook.Glance.Seen seen -> FleetLockReply.success(words(seen), more(seen, host));
        };
    }

    private static String words(LockBook.Glance.Seen seen) {
        return seen.standing().reason() == null
                ? "a slot is free"
                : seen.standing().reason().sentence();
    }

    private static Map<String, Object> more(LockBook.Glance.Seen seen, String host) {
        LockBook.Standing standing = seen.standing();
        Map<String, Object> more = new LinkedHashMap<>();
        more.put("max", standing.limit());
        more.put("available", standing.limit() - standing.occupancy().taken());
        more.put("waiting", standing.waiting());
        more.put("holders", FleetLockReply.holders(standing.slots()));
        more.put(
                "holds",
                standing.slots().stream()
                        .anyMatch(slot -> slot.host().equals(host) && slot.mayBeDown()));
        WaitingHost waiting = seen.waiting();
        if (waiting != null) {
            more.put("position", waiting.position());
            more.put("waiting_since", waiting.since().toString());
            more.put("reason", String.valueOf(waiting.reason()));
        }
        long overdue =
                standing.slots().stream()
                        .filter(slot -> slot.state() == LockSlot.State.OVERDUE)
                        .count();
        more.put("overdue", overdue);
        return more;
    }
}
