package dev.platte.web.release;

import dev.platte.db.access.Audit;
import dev.platte.db.catalog.Application;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostQuery;
import dev.platte.db.fleet.HostState;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.fleet.HostLine;
import dev.platte.web.fleet.VersionSpread;
import dev.platte.web.rollout.RolloutLine;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * One application on the overview.
 *
 * @param versions the first rows of the spread
 * @param moreVersions how many versions are not among them
 * @param hurting a few hosts that failed, fell back or timed out
 * @param rollouts those that move hosts or would, the worst first
 */
record Summary(
        Application application,
        ChannelBoard channels,
        List<GroupLine> groups,
        VersionSpread spread,
        List<VersionSpread.Row> versions,
        int moreVersions,
        List<HostLine> hurting,
        List<RolloutLine> rollouts) {

    private static final int MAX_VERSIONS = 8;
    private static final int MAX_HURTING_OF_A_STATE = 2;

    static Summary of(
            ApplicationSnapshot application, List<RolloutLine> rollouts, Fleet fleet, Audit audit) {
        long id = application.application().id();
        VersionSpread spread = VersionSpread.of(application, fleet.versions(id));
        List<VersionSpread.Row> rows = spread.rows();
        List<VersionSpread.Row> shown = rows.subList(0, Math.min(MAX_VERSIONS, rows.size()));
        return new Summary(
                application.application(),
                ChannelBoard.of(application, audit),
                GroupLine.of(application, spread),
                spread,
                shown,
                rows.size() - shown.size(),
                Stream.of(HostState.FELL_BACK, HostState.FAILED, HostState.TIMED_OUT)
                        .filter(state -> spread.hosts(state) > 0)
                        .map(state -> hosts(fleet, application, state))
                        .flatMap(Collection::stream)
                        .toList(),
                rollouts);
    }

    /** Whether a rollout was stopped for what it did. */
    public boolean halted() {
        return rollouts.stream().anyMatch(RolloutLine::halted);
    }

    private static List<HostLine> hosts(
            Fleet fleet, ApplicationSnapshot application, HostState state) {
        HostQuery some =
                new HostQuery(
                        application.application().id(),
                        null,
                        null,
                        state,
                        null,
                        null,
                        MAX_HURTING_OF_A_STATE);
        return fleet.list(some).stream().map(host -> HostLine.of(application, host)).toList();
    }
}
