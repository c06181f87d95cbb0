package dev.platte.db.lock;

import dev.platte.policy.lock.LockRules;
import java.util.List;

/**
 * What people say of a lock group.
 *
 * @param covers update groups by id; none: those whose track is the lock group's name
 */
public record LockSettings(
        String description, LockRules rules, LockAccess access, List<Long> covers) {

    public static final LockSettings USUAL =
            new LockSettings("", LockRules.USUAL, LockAccess.OPEN, List.of());

    public LockSettings {
        covers = covers.stream().sorted().distinct().toList();
    }

    /** What was said of a group, to go on from. */
    public static LockSettings of(LockGroup group) {
        return new LockSettings(group.description(), group.rules(), group.access(), group.covers());
    }

    /** The same with other rules. */
    public LockSettings with(LockRules other) {
        return new LockSettings(description, other, access, covers);
    }
}
