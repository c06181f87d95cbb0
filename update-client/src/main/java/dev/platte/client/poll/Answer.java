package dev.platte.client.poll;

import static java.util.Objects.requireNonNull;

/** What a check brought. */
public sealed interface Answer {
    /** What shapes the time of the next check. */
    Pace pace();

    /**
     * Facts for the schedule.
     *
     * @param pollInterval seconds as the server said; 0 when it did not, or said nonsense
     * @param httpStatus of the answer; 0 without one
     */
    record Pace(int pollInterval, int httpStatus) {
        /** Nothing was said. */
        public static final Pace NONE = new Pace(0, 0);
    }

    /** This host is up to date, or policy keeps it where it is. */
    record NoUpdate(Pace pace) implements Answer {}

    /** The server has an update and will not give it now: throttled, paused. Not a failure. */
    record NotNow(Pace pace, String why) implements Answer {
        public NotNow {
            requireNonNull(why, "why");
        }
    }

    /** Here it is. */
    record Offered(Pace pace, Offer offer) implements Answer {
        public Offered {
            requireNonNull(offer, "offer");
        }
    }

    /** No usable answer. */
    record Failed(Pace pace, Failure failure) implements Answer {
        public Failed {
            requireNonNull(failure, "failure");
        }
    }
}
