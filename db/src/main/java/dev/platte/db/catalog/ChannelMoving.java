package dev.platte.db.catalog;

import dev.platte.db.verb.Caller;
import org.jspecify.annotations.Nullable;

/**
 * A channel is about to point elsewhere: told inside the transaction that moves it, with the
 * channel's row locked and not yet written.
 *
 * @param channel as it was
 * @param packageId where it is going to point; absent: to nothing
 */
public record ChannelMoving(Channel channel, @Nullable Long packageId, Caller caller) {}
