package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.omaha.value.InstallSource;
import java.time.Instant;
import java.util.Optional;

/**
 * Where an update stands. The names on D-Bus and in {@code status} are update_engine's; where it
 * has one name for several states, the case names tell them apart.
 */
public sealed interface State {
    /** update_engine's name for it (update_status_utils.cc). */
    default String status() {
        return "UPDATE_STATUS_"
                + switch (this) {
                    case Idle(), HeldBack _, Throttled _, Deferred _ -> "IDLE";
                    // Who waits for the reboot keeps that name while it looks for something newer.
                    case Checking(InstallSource _, Optional<Release> waiting) ->
                            waiting.isPresent() ? "UPDATED_NEED_REBOOT" : "CHECKING_FOR_UPDATE";
                    case Offered _ -> "UPDATE_AVAILABLE";
                    case Downloading _ -> "DOWNLOADING";
                    case Verifying _ -> "VERIFYING";
                    case Finalizing _ -> "FINALIZING";
                    case NeedReboot _ -> "UPDATED_NEED_REBOOT";
                    case Reporting _ -> "REPORTING_ERROR_EVENT";
                };
    }

    /** Nothing is being done: the timer or a person begins what comes next. */
    sealed interface Resting extends State
            permits Idle, HeldBack, Throttled, Deferred, NeedReboot {}

    /** Nothing to do until the next check. */
    record Idle() implements Resting {}

    /** The server does not give an update now; its policy, and no failure. {@code why} in words. */
    record HeldBack(String why) implements Resting {
        public HeldBack {
            requireNonNull(why, "why");
        }
    }

    /** The server asked not to be asked until then; it is busy, and that is no failure. */
    record Throttled(String why, Instant until) implements Resting {
        public Throttled {
            requireNonNull(why, "why");
            requireNonNull(until, "until");
        }
    }

    /**
     * An offer that this host does not take now, by its own policy; no failure.
     *
     * @param until when it would; empty: when something else is offered, or a person decides
     */
    record Deferred(Offer offer, String why, Optional<Instant> until) implements Resting {
        public Deferred {
            requireNonNull(offer, "offer");
            requireNonNull(why, "why");
            requireNonNull(until, "until");
        }
    }

    /**
     * The server is being asked.
     *
     * @param source whether a person waits
     * @param waiting what is installed and waits for the reboot meanwhile
     */
    record Checking(InstallSource source, Optional<Release> waiting) implements State {
        public Checking {
            requireNonNull(source, "source");
            requireNonNull(waiting, "waiting");
        }
    }

    /**
     * An offer was accepted: keys, disk and saved progress are looked at.
     *
     * @param waiting what it is going to replace, and what still boots next
     */
    record Offered(Offer offer, Optional<Release> waiting) implements State {
        public Offered {
            requireNonNull(offer, "offer");
            requireNonNull(waiting, "waiting");
        }
    }

    /**
     * The payload is on its way, through the checks, into the slot.
     *
     * @param received bytes of the payload file
     * @param waiting what still boots next; empty once the slot was given up
     */
    record Downloading(Offer offer, long received, Optional<Release> waiting) implements State {
        public Downloading {
            requireNonNull(waiting, "waiting");
            if (received < 0 || received > offer.size()) {
                throw new IllegalArgumentException(received + " of " + offer.size() + " bytes");
            }
        }
    }

    /** The slot is read back past the page cache. */
    record Verifying(Offer offer) implements State {
        public Verifying {
            requireNonNull(offer, "offer");
        }
    }

    /** The slot holds what was signed: postinst, then the flip. */
    record Finalizing(Offer offer) implements State {
        public Finalizing {
            requireNonNull(offer, "offer");
        }
    }

    /** The next boot takes the other slot. */
    record NeedReboot(Release release) implements Resting {
        public NeedReboot {
            requireNonNull(release, "release");
        }
    }

    /**
     * What waits for the reboot.
     *
     * @param version empty when the offer did not say
     * @param size of its payload in bytes; 0 when that is not known any more
     * @param sha256 of its payload, lower-case hex; empty when it came from no payload
     */
    record Release(String version, long size, String sha256) {
        public Release {
            requireNonNull(version, "version");
            requireNonNull(sha256, "sha256");
        }

        static Release of(Offer offer) {
            return new Release(offer.version(), offer.size(), offer.sha256().hex());
        }

        /** For people: the version, or the first digits of the hash when there is none. */
        public String name() {
            return version.isEmpty()
                    ? "sha256:" + sha256.substring(0, Math.min(12, sha256.length()))
                    : version;
        }
    }

    /**
     * The server is being told that the attempt ended.
     *
     * @param then where that leaves us; deferred by our own policy is no error (event 3/9 instead
     *     of 3/0)
     */
    record Reporting(Failure failure, Resting then) implements State {
        public Reporting {
            requireNonNull(failure, "failure");
            requireNonNull(then, "then");
        }

        boolean deferred() {
            return then instanceof Deferred;
        }
    }
}
