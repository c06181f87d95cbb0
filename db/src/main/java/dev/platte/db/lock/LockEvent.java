package dev.platte.db.lock;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a lock group or one of its slots.
 *
 * @param host absent: it happened to the whole group
 * @param who a person, a token, a host, or {@code system}
 * @param version what the host ran or rebooted into
 * @param held how long the slot was held
 */
public record LockEvent(
        long id,
        long groupId,
        Instant at,
        What what,
        @Nullable String host,
        String who,
        @Nullable String version,
        @Nullable Duration held,
        @Nullable String reason) {

    /** What it was. */
    public enum What {
        /** A host got a slot. */
        GRANTED,
        /** A host that was overdue, or has booted since, still needs its slot. */
        RENEWED,
        /** A host is back from its reboot, and well. */
        BACK,
        /** A host gave its slot back without a reboot. */
        GAVE_BACK,
        /** A host is back with the version it came from. */
        FELL_BACK,
        /** A host is not back in time. */
        OVERDUE,
        /** A rule took the slot of a host that did not come back. */
        RECLAIMED,
        /** A person took it. */
        FREED,
        /** A person took a slot for a host. */
        TAKEN,
        FROZEN,
        THAWED,
        /** More failed than the group may bear: nobody else goes. */
        SPENT,
        /** What failed was forgiven. */
        RESUMED
    }
}
