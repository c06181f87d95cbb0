package dev.platte.client.lock;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who of a group of hosts may be down. All calls may be repeated, and end in time; one that fails
 * may have been done.
 */
public interface RebootLock extends AutoCloseable {
    /** What it is, for people: {@code FleetLock at https://...}. */
    String name();

    /** Takes a slot for a host, or says that it still needs the one it has. */
    Reply take(Claim claim) throws IOException, InterruptedException;

    /**
     * Gives a host's slot back, also one that a call which failed may have taken; whoever has none
     * gives nothing.
     *
     * @return what became of it, in words
     */
    String giveBack(Claim claim) throws IOException, InterruptedException;

    /** How the group stands. */
    Board look(Claim claim) throws IOException, InterruptedException;

    /**
     * How many may be down at once.
     *
     * @return how many might before
     * @throws IOException also when it is not for hosts to say
     */
    long setMax(long max) throws IOException, InterruptedException;

    @Override
    void close();

    /**
     * Who asks, and what for.
     *
     * @param host as the group knows it
     * @param moment what the host is at
     */
    record Claim(String host, Moment moment) {
        public Claim {
            requireNonNull(host, "host");
            requireNonNull(moment, "moment");
        }
    }

    /**
     * What a host is at; whoever keeps the lock may show it.
     *
     * @param bootId the boot that asks; empty when it is not known
     * @param version that runs now
     * @param from the version before the reboot; empty when it is not known
     * @param to the version after it; empty when it is not known
     * @param stage what is done with the slot
     * @param healthy false: up, and not well yet
     */
    record Moment(
            String bootId,
            String hostname,
            String version,
            String from,
            String to,
            String stage,
            boolean healthy) {
        /** A person's, who says nothing more. */
        public static final Moment NONE = new Moment("", "", "", "", "", "", true);
    }

    /** Whether a slot was given. */
    sealed interface Reply {
        /**
         * The slot is held.
         *
         * @param hold how long it is, counted from before the call; empty: until it is given back
         */
        record Held(Optional<Duration> hold) implements Reply {}

        /**
         * Not now.
         *
         * @param kind one of few, for programs
         * @param reason for people
         * @param retryAfter when to ask again; empty: nobody said
         * @param position in the queue, from 1; empty: there is none, or nobody said
         */
        record Refused(
                String kind, String reason, Optional<Duration> retryAfter, Optional<Long> position)
                implements Reply {}
    }

    /**
     * How the group stands.
     *
     * @param available slots; less than 0 when fewer are allowed than are held
     * @param position of this host in a queue; empty without one
     * @param reason why the next host would get no slot, or this one gets none; empty when it would
     */
    record Board(
            long max,
            long available,
            List<Holder> holders,
            Optional<Long> position,
            String reason) {
        public Board {
            holders = List.copyOf(holders);
        }
    }

    /** A host that holds a slot; when it took it, where that is known. */
    record Holder(String host, Optional<Instant> since) {}
}
