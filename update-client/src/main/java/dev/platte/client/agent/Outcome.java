package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.client.agent.State.Release;
import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.omaha.value.InstallSource;
import java.util.Optional;

/** What happened in a state. */
public sealed interface Outcome {
    /** The timer fired, or a person asked. */
    record CheckDue(InstallSource source) implements Outcome {
        public CheckDue {
            requireNonNull(source, "source");
        }
    }

    /** No update, or not now; {@code why} in words. */
    record NothingOffered(String why) implements Outcome {
        public NothingOffered {
            requireNonNull(why, "why");
        }
    }

    /** The server offers, and we take it. */
    record OfferTaken(Offer offer) implements Outcome {
        public OfferTaken {
            requireNonNull(offer, "offer");
        }
    }

    /** The server offers, and our own policy does not take it. */
    record OfferDeclined(Failure why) implements Outcome {
        public OfferDeclined {
            requireNonNull(why, "why");
        }
    }

    /** The download can begin, or go on after so many bytes. */
    record Prepared(long resumesAt) implements Outcome {}

    /** So many bytes in all have arrived. */
    record Received(long bytes) implements Outcome {}

    /** All operations ran and a trusted key signed them. */
    record PayloadApplied() implements Outcome {}

    /** The slot holds, on the disk, what was signed. */
    record SlotVerified() implements Outcome {}

    /** The partition table names the new slot first. */
    record Flipped() implements Outcome {}

    /** The attempt ended. */
    record Failed(Failure failure) implements Outcome {
        public Failed {
            requireNonNull(failure, "failure");
        }
    }

    /** The server was told, or could not be reached: events are best effort. */
    record Reported() implements Outcome {}

    /** The process was told to end; progress is on the disk, and the slot is not bootable. */
    record Stopped() implements Outcome {}

    /** The process began, and found what the disk and the state directory say of a flip. */
    record Began(Optional<Release> waiting) implements Outcome {
        public Began {
            requireNonNull(waiting, "waiting");
        }
    }
}
