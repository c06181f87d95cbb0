package dev.platte.db.inbox;

import dev.platte.db.fleet.MalformedSample;

/**
 * A request that nobody understood, as it lies in the inbox.
 *
 * @param id greater than those of all that came before
 */
public record Letter(long id, MalformedSample sample) {}
