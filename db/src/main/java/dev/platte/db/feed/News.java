package dev.platte.db.feed;

import dev.platte.db.verb.Caller;
import org.jspecify.annotations.Nullable;

/**
 * Something that a verb has done, to be told.
 *
 * @param applicationId the application it happened to; absent: the whole server
 * @param group track of the group it happened to, if it is about one
 * @param about absent: the kind and the group say it all
 * @param caller who did it, and why
 */
public record News(
        EventKind kind,
        @Nullable Long applicationId,
        @Nullable String group,
        @Nullable Subject about,
        Caller caller) {}
