package dev.platte.web.group;

import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.GroupPolicy;
import dev.platte.web.fleet.Counts;
import dev.platte.web.fleet.Standing;
import dev.platte.web.fleet.VersionSpread;

/**
 * One group in a table.
 *
 * @param current how many hosts are where its channel points
 * @param moving how many are on their way
 * @param hurt how many failed, fell back or timed out
 */
public record GroupLine(
        Group group, GroupPolicy policy, long hosts, long current, long moving, long hurt) {

    static GroupLine of(Group group, GroupPolicy policy, Counts counts, VersionSpread spread) {
        Counts own = counts.in(group.id());
        return new GroupLine(
                group,
                policy,
                own.hosts(),
                spread.hosts(group, Standing.CURRENT),
                own.moving(),
                own.hurt());
    }
}
