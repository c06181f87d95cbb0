package dev.platte.db.promotion;

import dev.platte.policy.decide.Reason;
import dev.platte.policy.estimate.Forecast;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What pointing a channel to a version would do to the hosts of the groups that follow it.
 *
 * @param wouldMove those that would be moved, by a floor or not
 * @param byFloor those of them that pass a floor first
 * @param pinned would be moved, but an operator decided otherwise
 * @param silent would be moved, but were not seen for 30 days
 * @param exact false: {@code silent} is estimated from a sample
 * @param others those that would not move, by reason
 */
public record Prospect(
        String version,
        long hosts,
        long wouldMove,
        long byFloor,
        long pinned,
        long silent,
        boolean exact,
        List<ReasonCount> others,
        List<GroupForecast> groups) {

    public Prospect {
        others = List.copyOf(others);
        groups = List.copyOf(groups);
    }

    /** So many hosts for this reason. */
    public record ReasonCount(Reason.Code code, long hosts) {}

    /**
     * One group.
     *
     * @param forecast when the last host is through; absent: not foreseeable under its policy
     * @param sentence the same for people
     */
    public record GroupForecast(
            String group, long wouldMove, @Nullable Forecast forecast, String sentence) {}
}
