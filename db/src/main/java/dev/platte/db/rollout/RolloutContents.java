package dev.platte.db.rollout;

import java.util.List;
import java.util.Map;

/**
 * Everything about groups and rollouts that answers polls, read in one transaction.
 *
 * @param rollouts those that are rolling or stable
 * @param policies by group; a group that is missing has the usual one
 * @param pins those that held when they were read
 */
public record RolloutContents(
        List<Group> groups,
        List<Rollout> rollouts,
        Map<Long, GroupPolicy> policies,
        List<Pin> pins) {

    public RolloutContents {
        groups = List.copyOf(groups);
        rollouts = List.copyOf(rollouts);
        policies = Map.copyOf(policies);
        pins = List.copyOf(pins);
    }
}
