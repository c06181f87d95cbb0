package dev.platte.web.release;

import dev.platte.db.rollout.Group;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.web.fleet.Standing;
import dev.platte.web.fleet.VersionSpread;
import java.util.List;

/** One group in a table, and how many of its hosts are where its channel points. */
record GroupLine(Group group, long hosts, long current) {

    static List<GroupLine> of(ApplicationSnapshot application, VersionSpread spread) {
        return application.groups().stream()
                .map(
                        group ->
                                new GroupLine(
                                        group,
                                        spread.hosts(group),
                                        spread.hosts(group, Standing.CURRENT)))
                .toList();
    }
}
