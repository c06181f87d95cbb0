package dev.platte.db.request;

import java.time.Instant;
import java.util.Arrays;

/**
 * A request of a host as it came in.
 *
 * @param hostId whose it is
 * @param at when it came
 * @param applications how many it speaks of, 1 to 256: what it says of others may be none of the
 *     reader's business
 * @param body as it was sent
 */
public record SentRequest(long hostId, Instant at, int applications, byte[] body) {

    @Override
    public boolean equals(Object other) {
        return other instanceof SentRequest that
                && hostId == that.hostId
                && at.equals(that.at)
                && applications == that.applications
                && Arrays.equals(body, that.body);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hostId) * 31 + at.hashCode();
    }
}
