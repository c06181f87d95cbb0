package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.State.Release;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.omaha.value.InstallSource;
import java.time.Instant;
import java.util.Optional;

/** What happened in a state. */
public sealed interface Outcome {
    /** Somebody, or the timer, wants something of an agent at rest. */
    sealed interface Asked extends Outcome {}

    /** The server answered a check. */
    sealed interface Answered extends Outcome {}

    /** The installation got on. */
    sealed interface Worked extends Outcome {}

    /** The process began, and found what the disk and the state directory say of a flip. */
    record Began(Optional<Release> waiting) implements Outcome {
        public Began {
            requireNonNull(waiting, "waiting");
        }
    }

    /** The timer fired, or a person asked. */
    record CheckDue(InstallSource source) implements Asked {
        public CheckDue {
            requireNonNull(source, "source");
        }
    }

    /** No update; {@code why} in words. */
    record NothingOffered(String why) implements Answered {
        public NothingOffered {
            requireNonNull(why, "why");
        }
    }

    /** The server's policy holds updates back; {@code why} in its words. */
    record HeldBack(String why) implements Answered {
        public HeldBack {
            requireNonNull(why, "why");
        }
    }

    /** The server asked for patience until then. */
    record Throttled(String why, Instant until) implements Answered {
        public Throttled {
            requireNonNull(why, "why");
            requireNonNull(until, "until");
        }
    }

    /** The server offers, and we take it. */
    record OfferTaken(Offer offer) implements Answered {
        public OfferTaken {
            requireNonNull(offer, "offer");
        }
    }

    /** The server offers, and nobody wants it installed now: somebody only looked. */
    record OfferLeft(Offer offer, String why) implements Answered {
        public OfferLeft {
            requireNonNull(offer, "offer");
            requireNonNull(why, "why");
        }
    }

    /**
     * The server offers, and our own policy does not take it; the server is told.
     *
     * @param until when it would be taken; empty when that is not a matter of time
     */
    record OfferDeclined(Offer offer, Failure why, Optional<Instant> until) implements Answered {
        public OfferDeclined {
            requireNonNull(offer, "offer");
            requireNonNull(why, "why");
            requireNonNull(until, "until");
        }
    }

    /** The download can begin, or go on after so many bytes. */
    record Prepared(long resumesAt) implements Worked {}

    /** So many bytes in all have arrived. */
    record Received(long bytes) implements Worked {}

    /** The slot that was to boot next is not bootable any more: something newer goes into it. */
    record GivenUp() implements Worked {}

    /** All operations ran and a trusted key signed them. */
    record PayloadApplied() implements Worked {}

    /** The slot holds, on the disk, what was signed. */
    record SlotVerified() implements Worked {}

    /** The partition table names the new slot first. */
    record Flipped() implements Worked {}

    /** The attempt ended. */
    record Failed(Failure failure) implements Outcome {
        public Failed {
            requireNonNull(failure, "failure");
        }
    }

    /** The report is on its way or safely kept: the server's answer is not waited for. */
    record Reported() implements Outcome {}

    /** A person had what waits undone, and what was deferred or counted forgotten. */
    record Reset() implements Asked {}

    /** A person had the other slot, confirmed earlier, made the next to boot. */
    record RolledBack(Release to) implements Asked {
        public RolledBack {
            requireNonNull(to, "to");
        }
    }

    /** The process was told to end; progress is on the disk, and the slot is not bootable. */
    record Stopped() implements Outcome {}
}
