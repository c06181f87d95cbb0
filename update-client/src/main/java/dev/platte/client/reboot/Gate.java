package dev.platte.client.reboot;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * Where this host is on its way to a reboot and back. Times are those of a clock that nobody sets.
 */
sealed interface Gate {
    /** Nothing boots next that does not run. */
    record Quiet() implements Gate {}

    /**
     * What stops a reboot here is being looked for.
     *
     * @param asked the lock was asked for it already: a place in its queue, or even a slot, may be
     *     ours
     */
    record Looking(Wish wish, boolean asked) implements Gate {}

    /** Something here stops it; no slot is held. */
    record Blocked(Wish wish, Obstacle obstacle) implements Gate {
        public Blocked {
            requireNonNull(obstacle, "obstacle");
        }
    }

    /** The lock is being asked. */
    record Asking(Wish wish) implements Gate {}

    /** The lock said no, or nothing; when it is asked again. */
    record Queued(Wish wish, Obstacle obstacle, Duration retry) implements Gate {}

    /** The slot is ours: hooks make the host ready. */
    record Draining(Slot slot) implements Gate {}

    /**
     * The host is ready: everything is looked at once more, and the lock is asked whether the slot
     * still counts.
     *
     * @param stuck since when something stops it; empty: nothing did
     */
    record Checking(Slot slot, Optional<Duration> stuck) implements Gate {}

    /** Something stops it, and the slot is held meanwhile, for a while. */
    record Stuck(Slot slot, Obstacle obstacle, Duration since) implements Gate {}

    /** The reboot is being asked for. */
    record Leaving(Slot slot, Optional<Duration> stuck) implements Gate {}

    /** The host goes down; since when. */
    record Gone(Slot slot, Duration since) implements Gate {}

    /**
     * The slot is being given back unused.
     *
     * @param wish the reboot is wanted all the same, later; empty: it is not
     * @param why in words
     * @param failure what did not let the slot go; empty before the first try
     */
    record GivingBack(Optional<Wish> wish, Obstacle why, String failure) implements Gate {}

    /**
     * Up again after the reboot: the slot is given back once the host is well, has settled, and is
     * used again.
     *
     * @param waits what it waits for, in words
     */
    record Returned(String waits) implements Gate {}

    /**
     * A slot that is held.
     *
     * @param until when it has to be used or asked for again; empty: it is ours until we give it
     *     back
     * @param told the host was told to go down, and may at any moment: the slot is not given back
     *     before it was
     */
    record Slot(Wish wish, Optional<Duration> until, boolean told) {
        public Slot {
            requireNonNull(wish, "wish");
            requireNonNull(until, "until");
        }

        Slot with(Wish other) {
            return new Slot(other, until, told);
        }

        Slot until(Optional<Duration> other) {
            return new Slot(wish, other, told);
        }

        Slot asTold() {
            return new Slot(wish, until, true);
        }
    }

    /** Whether a slot may be ours. */
    default boolean mayHold() {
        return switch (this) {
            case Quiet(), Blocked _ -> false;
            case Looking(Wish _, boolean asked) -> asked;
            case Asking _,
                    Queued _,
                    Draining _,
                    Checking _,
                    Stuck _,
                    Leaving _,
                    Gone _,
                    GivingBack _,
                    Returned _ ->
                    true;
        };
    }

    /** The one reason, for people; empty when there is nothing to say. */
    default String words() {
        return switch (this) {
            case Quiet() -> "";
            case Looking(Wish wish, boolean _) -> wish.words() + ": looking what stops it";
            case Blocked(Wish wish, Obstacle obstacle) ->
                    wish.words() + " waits: " + obstacle.sentence();
            case Asking(Wish wish) -> wish.words() + ": asking for a slot";
            case Queued(Wish wish, Obstacle obstacle, Duration _) ->
                    wish.words() + " waits for a slot: " + obstacle.sentence();
            case Draining(Slot slot) -> slot.wish().words() + ": hooks make the host ready";
            case Checking(Slot slot, Optional<Duration> _) -> slot.wish().words() + ": a last look";
            case Stuck(Slot slot, Obstacle obstacle, Duration _) ->
                    slot.wish().words() + " waits, with a slot: " + obstacle.sentence();
            case Leaving(Slot slot, Optional<Duration> _) -> slot.wish().words() + " begins";
            case Gone(Slot slot, Duration _) -> slot.wish().words() + " is under way";
            case GivingBack(Optional<Wish> _, Obstacle why, String failure) ->
                    "giving the reboot slot back: "
                            + why.sentence()
                            + (failure.isEmpty() ? "" : " (" + failure + ")");
            case Returned(String waits) -> "back from the reboot: " + waits;
        };
    }
}
