package dev.platte.db.lock;

import dev.platte.policy.lock.WaitReason;
import java.time.Duration;
import java.util.List;

/** What a host's request came to. */
public sealed interface LockAnswer {

    /**
     * It holds a slot, and may reboot.
     *
     * @param again it held it already
     * @param hold how long it may be gone, counted from when it asked
     */
    record Holds(boolean again, Duration hold) implements LockAnswer {}

    /**
     * Not now.
     *
     * @param holds it keeps the slot that it has, but must not go down now
     * @param holders who holds slots, the oldest first, at most ten
     */
    record Waits(WaitReason reason, Duration retryAfter, boolean holds, List<LockSlot> holders)
            implements LockAnswer {
        public Waits {
            holders = List.copyOf(holders);
        }
    }

    /** It holds no slot now, or never did. */
    record Steady(Outcome outcome) implements LockAnswer {}

    /** What became of the slot of a host that is up. */
    enum Outcome {
        /** It held none. */
        HELD_NONE("no slot was held"),
        /** It is back from its reboot. */
        BACK("back from its reboot"),
        /** It gave the slot back without a reboot. */
        GAVE_BACK("gave its slot back"),
        /** It is back with the version that it came from. */
        FELL_BACK("back with the old version"),
        /** A person took the slot for it, and it has not been down since. */
        KEPT("kept for who took it"),
        /** It is up, but not well: it keeps the slot. */
        NOT_WELL("kept until it is well");

        private final String words;

        Outcome(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /** It is not who it says, or did not show it. */
    record Stranger(String why) implements LockAnswer {}

    /** There is no such lock group, nor an update group with this track. */
    record UnknownGroup() implements LockAnswer {}
}
