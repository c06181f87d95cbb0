package dev.platte.server.ledger;

import dev.platte.db.fleet.UnknownAsk;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * All of one request that is to be kept, in one transaction or not at all.
 *
 * @param id made for this request alone
 * @param at the one instant of the request
 * @param sent how it came in
 * @param strangers what it asked for in vain
 */
public record Poll(
        UUID id, Instant at, Sent sent, List<Entry> entries, List<UnknownAsk> strangers) {

    /**
     * A request before anything was made of it.
     *
     * @param applications how many it speaks of, those that come to nothing as well
     */
    public record Sent(byte[] body, int applications) {}

    public Poll {
        Objects.requireNonNull(id);
        Objects.requireNonNull(at);
        entries = List.copyOf(entries);
        strangers = List.copyOf(strangers);
    }
}
