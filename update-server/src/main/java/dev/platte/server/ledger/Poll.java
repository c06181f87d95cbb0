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
 * @param strangers what it asked for in vain
 */
public record Poll(UUID id, Instant at, List<Entry> entries, List<UnknownAsk> strangers) {

    public Poll {
        Objects.requireNonNull(id);
        Objects.requireNonNull(at);
        entries = List.copyOf(entries);
        strangers = List.copyOf(strangers);
    }
}
