package dev.platte.db.feed;

import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which events somebody wants.
 *
 * @param application appid as it was written; absent: of all, and of the whole server
 * @param group track; absent: of all, and of none
 * @param rollout absent: of all, and of none
 * @param kinds empty: all
 */
public record FeedFilter(
        @Nullable String application,
        @Nullable String group,
        @Nullable UUID rollout,
        Set<EventKind> kinds) {

    /** Everything. */
    public static final FeedFilter ALL = new FeedFilter(null, null, null, Set.of());

    public FeedFilter {
        kinds = Set.copyOf(kinds);
    }

    public boolean admits(FeedEvent event) {
        return (application == null || application.equals(event.application()))
                && (group == null || group.equals(event.group()))
                && (rollout == null || rollout.equals(event.rolloutId()))
                && (kinds.isEmpty() || kinds.contains(event.kind()));
    }
}
