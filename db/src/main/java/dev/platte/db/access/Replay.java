package dev.platte.db.access;

import org.jspecify.annotations.Nullable;

/** What an Idempotency-Key that was seen before, or was not, asks for. */
public sealed interface Replay {

    /** Never seen: do it, then {@link Replays#keep} the answer. */
    record First() implements Replay {}

    /** The first request with it is still being worked on. */
    record Running() implements Replay {}

    /** It was used for another request. */
    record Another() implements Replay {}

    /** It was answered: give this answer again. */
    record Again(Answer answer) implements Replay {}

    /** An answer as it was given. */
    record Answer(
            int status,
            @Nullable String location,
            @Nullable String etag,
            @Nullable String contentType,
            String body) {}
}
