package dev.platte.client.poll;

import static java.util.Objects.requireNonNull;

import dev.platte.client.poll.Answer.Pace;

/** What came of one request to the server. */
sealed interface Exchange {
    /**
     * An answer with a status of 2xx.
     *
     * @param proven a CUP key is configured, and the answer carries its proof
     */
    record Answered(Pace pace, byte[] body, boolean proven) implements Exchange {
        public Answered {
            requireNonNull(pace, "pace");
            requireNonNull(body, "body");
        }
    }

    /** The server is busy and says so in order. */
    record Busy(Pace pace, String why) implements Exchange {
        public Busy {
            requireNonNull(why, "why");
        }
    }

    /** No answer, or none that counts as one. */
    record Failed(Pace pace, Failure failure) implements Exchange {
        public Failed {
            requireNonNull(failure, "failure");
        }
    }
}
