package dev.platte.web.release;

import dev.platte.db.access.Audit;
import dev.platte.db.catalog.Application;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.fleet.Counts;
import dev.platte.web.fleet.VersionSpread;
import java.util.List;

/**
 * One application on the overview.
 *
 * @param versions the first rows of the spread
 * @param moreVersions how many versions are not among them
 */
record Summary(
        Application application,
        ChannelBoard channels,
        List<GroupLine> groups,
        VersionSpread spread,
        List<VersionSpread.Row> versions,
        int moreVersions) {

    private static final int MAX_VERSIONS = 6;

    static Summary of(ApplicationSnapshot application, Counts counts, Audit audit) {
        VersionSpread spread = VersionSpread.of(application, counts.versions());
        List<VersionSpread.Row> rows = spread.rows();
        List<VersionSpread.Row> shown = rows.subList(0, Math.min(MAX_VERSIONS, rows.size()));
        return new Summary(
                application.application(),
                ChannelBoard.of(application, audit),
                GroupLine.of(application, spread),
                spread,
                shown,
                rows.size() - shown.size());
    }

    public long hosts() {
        return spread.hosts();
    }
}
