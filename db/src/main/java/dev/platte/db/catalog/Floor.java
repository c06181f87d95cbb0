package dev.platte.db.catalog;

import java.time.Instant;

/**
 * A package that every host of a channel must pass on its way to the target.
 *
 * @param reason why it must not be skipped
 */
public record Floor(long id, long channelId, long packageId, String reason, Instant created) {}
