package dev.platte.db.webhook;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A message, and what came of it.
 *
 * @param message its id for the receiver: the same for every try and repetition
 * @param kind of the event; {@code ping} for a test
 * @param tried when it was last tried
 * @param tookMillis how long that took
 * @param status what the receiver answered; absent: nothing
 * @param answer the begin of its words, at most 1000 characters
 * @param failure why the last try failed
 */
public record Delivery(
        long id,
        String message,
        String kind,
        String body,
        DeliveryState state,
        Instant created,
        int tries,
        @Nullable Instant tried,
        @Nullable Long tookMillis,
        @Nullable Integer status,
        @Nullable String answer,
        @Nullable String failure) {}
