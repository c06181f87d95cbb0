package dev.platte.client.poll;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/** What a check brought. */
public sealed interface Answer {
    /** What shapes the time of the next check. */
    Pace pace();

    /**
     * Facts for the schedule.
     *
     * @param pollInterval seconds as the server said; 0 when it did not, or said nonsense
     * @param httpStatus of the answer; 0 without one
     * @param leaveAlone how long the server wants to be left alone; zero when it did not say
     */
    record Pace(int pollInterval, int httpStatus, Duration leaveAlone) {
        /** Nothing was said. */
        public static final Pace NONE = new Pace(0, 0, Duration.ZERO);

        public Pace {
            if (leaveAlone.isNegative()) {
                throw new IllegalArgumentException("leaveAlone " + leaveAlone);
            }
        }

        /** The same with the status of another server: that of the payload. */
        public Pace withHttpStatus(int status) {
            return new Pace(pollInterval, status, leaveAlone);
        }
    }

    /** This host is up to date. */
    record NoUpdate(Pace pace) implements Answer {}

    /** The server has an update and will not give it now: throttled, paused. Not a failure. */
    record NotNow(Pace pace, String why) implements Answer {
        public NotNow {
            requireNonNull(why, "why");
        }
    }

    /** The server is busy and says so in order: 429, or 503 with Retry-After. Not a failure. */
    record Busy(Pace pace, String why) implements Answer {
        public Busy {
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
