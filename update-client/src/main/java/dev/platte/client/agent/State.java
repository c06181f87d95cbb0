package dev.platte.client.agent;

import static java.util.Objects.requireNonNull;

import dev.platte.client.poll.Failure;
import dev.platte.client.poll.Offer;
import dev.platte.omaha.value.InstallSource;

/** Where an update stands. The names on D-Bus and in {@code status} are update_engine's. */
public sealed interface State {
    /** update_engine's name for it (update_status_utils.cc). */
    default String status() {
        return "UPDATE_STATUS_"
                + switch (this) {
                    case Idle() -> "IDLE";
                    case Checking _ -> "CHECKING_FOR_UPDATE";
                    case Offered _ -> "UPDATE_AVAILABLE";
                    case Downloading _ -> "DOWNLOADING";
                    case Verifying _ -> "VERIFYING";
                    case Finalizing _ -> "FINALIZING";
                    case NeedReboot _ -> "UPDATED_NEED_REBOOT";
                    case Reporting _ -> "REPORTING_ERROR_EVENT";
                };
    }

    /** Nothing to do until the next check. */
    record Idle() implements State {}

    /** The server is being asked; {@code source} says whether a person waits. */
    record Checking(InstallSource source) implements State {
        public Checking {
            requireNonNull(source, "source");
        }
    }

    /** An offer was accepted: keys, disk and saved progress are looked at. */
    record Offered(Offer offer) implements State {
        public Offered {
            requireNonNull(offer, "offer");
        }
    }

    /** The payload is on its way, through the checks, into the slot. */
    record Downloading(Offer offer, long received) implements State {
        public Downloading {
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

    /** The next boot takes the new slot. */
    record NeedReboot(Release release) implements State {
        public NeedReboot {
            requireNonNull(release, "release");
        }
    }

    /**
     * What waits for the reboot.
     *
     * @param version empty when the offer did not say
     * @param size of its payload in bytes; 0 when that is not known any more
     */
    record Release(String version, long size) {
        public Release {
            requireNonNull(version, "version");
        }
    }

    /**
     * The server is being told that the attempt ended.
     *
     * @param deferred by our own policy, which is not an error (event 3/9 instead of 3/0)
     */
    record Reporting(Failure failure, boolean deferred) implements State {
        public Reporting {
            requireNonNull(failure, "failure");
        }
    }
}
