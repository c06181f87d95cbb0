package dev.platte.db.lock;

import dev.platte.policy.lock.LockRules;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hosts that take turns to reboot.
 *
 * @param name what hosts say, in the characters of the FleetLock protocol
 * @param covers the update groups whose hosts these are, by id; none: those whose track is its name
 * @param frozenReason there exactly when it is frozen
 * @param failures hosts that fell back or were given up since it was last resumed
 * @param spentSince since when more failed than the group may bear; absent: it goes on
 * @param revision counts changes by people; its ETag
 */
public record LockGroup(
        long id,
        String name,
        String description,
        LockRules rules,
        LockAccess access,
        List<Long> covers,
        @Nullable String frozenReason,
        int failures,
        @Nullable Instant spentSince,
        Instant created,
        long revision) {

    public LockGroup {
        covers = List.copyOf(covers);
    }
}
