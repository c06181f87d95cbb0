package dev.platte.db.promotion;

import dev.platte.policy.decide.Reason;
import dev.platte.policy.estimate.Forecast;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What pointing a channel to a version would do to the hosts of the groups that follow it.
 *
 * @param wouldMove those that would be moved, by a floor or not
 * @param byFloor those of them that pass a floor first
 * @param pinned would be moved, but an operator decided otherwise
 * @param silent would be moved, but were not seen for 30 days
 * @param exact false: {@code silent} is estimated from a sample
 * @param approvals how many others must agree first
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
        int approvals,
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
            String group, long wouldMove, @Nullable Forecast forecast, String sentence) {

        /** Empty: no end can be foreseen. */
        public Optional<Forecast> foretold() {
            return Optional.ofNullable(forecast);
        }
    }

    /** All of it in one sentence for people. */
    public String sentence() {
        StringBuilder text = new StringBuilder(hosts(wouldMove)).append(" would move");
        if (byFloor > 0) {
            text.append(", ").append(byFloor).append(" by a floor");
        }
        if (pinned > 0) {
            text.append(", ").append(pinned).append(" pinned");
        }
        if (silent > 0) {
            text.append(", ")
                    .append(exact ? "" : "about ")
                    .append(silent)
                    .append(" not seen for 30 days");
        }
        return text.append(end()).append('.').toString();
    }

    private String end() {
        List<GroupForecast> moving = groups.stream().filter(each -> each.wouldMove() > 0).toList();
        if (moving.isEmpty()) {
            return "";
        }
        List<Duration> ends =
                moving.stream()
                        .flatMap(each -> Optional.ofNullable(each.forecast()).stream())
                        .map(Forecast::takes)
                        .toList();
        return ends.size() < moving.size()
                ? ", with no end that can be foreseen at this policy"
                : ", done in about " + about(Collections.max(ends)) + " at this policy";
    }

    static String hosts(long hosts) {
        return hosts == 1 ? "1 host" : hosts + " hosts";
    }

    /** A time as people say it. */
    static String about(Duration takes) {
        long minutes = Math.max(1, takes.toMinutes());
        if (minutes < 120) {
            return minutes + " min";
        }
        return takes.toHours() < 72 ? takes.toHours() + " h" : takes.toDays() + " days";
    }
}
