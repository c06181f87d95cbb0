package dev.platte.server.events;

import dev.platte.db.access.Identity;
import dev.platte.db.access.Need;
import dev.platte.db.access.Role;
import dev.platte.db.access.VerbGroup;
import dev.platte.db.catalog.AppIds;
import dev.platte.db.feed.EventKind;
import dev.platte.db.feed.FeedEvent;
import dev.platte.db.feed.FeedFilter;

/** What somebody wants to see of what they may see. */
record Wanted(FeedFilter filter, Identity who) {

    boolean admits(FeedEvent event) {
        return filter.admits(event) && sees(who, event);
    }

    /** Whether they want to know how rollouts fare. */
    boolean progress() {
        return filter.kinds().isEmpty() || filter.kinds().contains(EventKind.ROLLOUT_PROGRESS);
    }

    private static boolean sees(Identity who, FeedEvent event) {
        String application = event.application();
        return who.permissions()
                .allows(
                        new Need(
                                Role.VIEWER,
                                VerbGroup.READ,
                                application == null ? null : AppIds.key(application)));
    }
}
