package dev.platte.db.feed;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What can happen. */
public enum EventKind {
    ROLLOUT_BEGUN,
    /** So many canaries have updated: the others follow. */
    ROLLOUT_CANARIES_THROUGH,
    /** A frame of its ramp is over. */
    ROLLOUT_FRAME_REACHED,
    /** Limits, halt rule or leases of its group were changed while it was open. */
    ROLLOUT_POLICY_CHANGED,
    ROLLOUT_PAUSED,
    ROLLOUT_RESUMED,
    /** By a person, or by the halt rule, which then says the bound that was crossed. */
    ROLLOUT_HALTED,
    ROLLOUT_COMPLETED,
    ROLLOUT_SUPERSEDED,
    /** How its hosts fare now: only told to who follows at this moment, never kept. */
    ROLLOUT_PROGRESS,
    PACKAGE_UPLOADED,
    PACKAGE_PUBLISHED,
    PACKAGE_WITHDRAWN,
    CHANNEL_MOVED,
    GROUP_PAUSED,
    GROUP_RESUMED,
    APPROVAL_REQUESTED,
    /** One more agrees, perhaps the last that was needed. */
    APPROVAL_APPROVED,
    APPROVAL_REJECTED,
    APPROVAL_WITHDRAWN,
    APPROVAL_EXPIRED,
    /** The change that was agreed to was made. */
    APPROVAL_USED,
    /** Nothing is sent to another system any more: it has not answered for too long. */
    WEBHOOK_DISABLED,
    /** A host that holds a reboot slot is not back in time. */
    LOCK_OVERDUE,
    /** A rule took the slot of a host that did not come back. */
    LOCK_RECLAIMED,
    /** A host is back from its reboot with the version it came from. */
    LOCK_FELL_BACK,
    /** A person took a slot away. */
    LOCK_FREED,
    /** A person took a slot for a host. */
    LOCK_TAKEN,
    LOCK_FROZEN,
    LOCK_THAWED,
    /** More hosts failed than the lock group may bear: nobody else reboots. */
    LOCK_HALTED,
    LOCK_RESUMED;

    /** As programs read it: {@code rollout.canaries-through}. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT).replaceFirst("_", ".").replace('_', '-');
    }

    /** What it is about: the word before its dot. */
    public String family() {
        return word().substring(0, word().indexOf('.'));
    }

    /** The kind with this word. */
    public static Optional<EventKind> ofWord(String word) {
        return Stream.of(values()).filter(kind -> kind.word().equals(word)).findFirst();
    }

    /** All that a word names: one kind, or the family before the dot; none, if it names nothing. */
    public static Set<EventKind> named(String word) {
        return Stream.of(values())
                .filter(kind -> kind.word().equals(word) || kind.family().equals(word))
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(EventKind.class)));
    }

    /** The words of all kinds, for messages. */
    public static String words() {
        return Stream.of(values()).map(EventKind::word).collect(Collectors.joining(", "));
    }
}
