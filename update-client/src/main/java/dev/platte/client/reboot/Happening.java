package dev.platte.client.reboot;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/** What happened in a {@link Gate}; times are those of a clock that nobody sets. */
sealed interface Happening {
    /** A release waits for the reboot, or another one than before. */
    record Wanted(Wish wish) implements Happening {
        public Wanted {
            requireNonNull(wish, "wish");
        }
    }

    /** Nothing waits for the reboot any more. */
    record Unwanted() implements Happening {}

    /** It is time to look again. */
    record Tick() implements Happening {}

    /** Nothing stops the reboot. */
    record Clear(Optional<Duration> until) implements Happening {
        public Clear {
            requireNonNull(until, "until");
        }
    }

    /** Something stops it; now. */
    record Obstructed(Obstacle obstacle, Duration now) implements Happening {
        public Obstructed {
            requireNonNull(obstacle, "obstacle");
        }
    }

    /** A slot is held until then; empty: until it is given back. */
    record Granted(Optional<Duration> until) implements Happening {
        public Granted {
            requireNonNull(until, "until");
        }
    }

    /** No slot; when to ask again. */
    record Denied(Obstacle obstacle, Duration retry) implements Happening {
        public Denied {
            requireNonNull(obstacle, "obstacle");
        }
    }

    /** The hooks are done. */
    record Drained() implements Happening {}

    /** The slot was held for long enough. */
    record PatienceEnded() implements Happening {}

    /** The host goes down; now. */
    record Accepted(Duration now) implements Happening {}

    /** The slot is not ours any more. */
    record GaveBack() implements Happening {}

    /** The slot is ours still, or may be; why. */
    record Kept(String why) implements Happening {
        public Kept {
            requireNonNull(why, "why");
        }
    }
}
