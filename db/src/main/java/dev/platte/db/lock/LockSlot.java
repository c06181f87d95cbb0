package dev.platte.db.lock;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A slot that is taken.
 *
 * @param host as it says itself
 * @param bootId the boot that goes down; absent: it does not say
 * @param stage what it says it does, such as {@code draining}
 * @param since when it took the slot
 * @param until when it is due back; when a settling slot is free again
 * @param lastWord when it last said that it needs the slot, or that it is back
 * @param takenBy who took it for the host; absent: the host itself
 */
public record LockSlot(
        long groupId,
        String host,
        State state,
        @Nullable String bootId,
        @Nullable String fromVersion,
        @Nullable String toVersion,
        @Nullable String stage,
        Instant since,
        Instant until,
        Instant lastWord,
        @Nullable String takenBy) {

    /** What its host does. */
    public enum State {
        /** It may be down. */
        HELD,
        /** It should be back, or have said that it needs longer. */
        OVERDUE,
        /** It is back; the slot rests. */
        SETTLING
    }

    /** Whether its host may be down. */
    public boolean mayBeDown() {
        return state != State.SETTLING;
    }

    LockSlot renewed(LockAsk.Said said, Instant now, Instant due) {
        return new LockSlot(
                groupId,
                host,
                State.HELD,
                said.bootId() == null ? bootId : said.bootId(),
                said.from() == null ? fromVersion : said.from(),
                said.to() == null ? toVersion : said.to(),
                said.stage(),
                since,
                due,
                now,
                takenBy);
    }

    LockSlot heard(@Nullable String doing, Instant now) {
        return new LockSlot(
                groupId,
                host,
                state,
                bootId,
                fromVersion,
                toVersion,
                doing,
                since,
                until,
                now,
                takenBy);
    }

    LockSlot settling(Instant now, Instant free) {
        return in(State.SETTLING, free, now);
    }

    LockSlot overdue() {
        return in(State.OVERDUE, until, lastWord);
    }

    private LockSlot in(State other, Instant limit, Instant word) {
        return new LockSlot(
                groupId,
                host,
                other,
                bootId,
                fromVersion,
                toVersion,
                stage,
                since,
                limit,
                word,
                takenBy);
    }
}
