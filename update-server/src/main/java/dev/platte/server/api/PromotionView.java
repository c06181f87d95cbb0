package dev.platte.server.api;

import dev.platte.db.promotion.Prospect;
import dev.platte.policy.decide.Reason;
import dev.platte.policy.estimate.Forecast;
import java.time.Instant;
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
 * @param sentence all of it for people
 */
record PromotionView(
        String version,
        long hosts,
        long wouldMove,
        long byFloor,
        long pinned,
        long silent,
        boolean exact,
        int approvals,
        List<ReasonCount> others,
        List<GroupForecast> groups,
        String sentence) {

    static PromotionView of(Prospect prospect) {
        return new PromotionView(
                prospect.version(),
                prospect.hosts(),
                prospect.wouldMove(),
                prospect.byFloor(),
                prospect.pinned(),
                prospect.silent(),
                prospect.exact(),
                prospect.approvals(),
                prospect.others().stream()
                        .map(each -> new ReasonCount(each.code(), each.hosts()))
                        .toList(),
                prospect.groups().stream().map(GroupForecast::of).toList(),
                prospect.sentence());
    }

    /** So many hosts for this reason. */
    record ReasonCount(Reason.Code code, long hosts) {}

    /**
     * One group.
     *
     * @param done about when the last host is through; absent: not foreseeable under its policy
     * @param takes the time until then as ISO 8601
     * @param reachedPercent the share of the hosts that its ramp ends with
     * @param sentence the same for people
     */
    record GroupForecast(
            String group,
            long wouldMove,
            @Nullable Instant done,
            @Nullable String takes,
            @Nullable Double reachedPercent,
            String sentence) {

        static GroupForecast of(Prospect.GroupForecast said) {
            Optional<Forecast> foretold = Optional.ofNullable(said.forecast());
            return new GroupForecast(
                    said.group(),
                    said.wouldMove(),
                    foretold.map(Forecast::done).orElse(null),
                    foretold.map(each -> each.takes().toString()).orElse(null),
                    foretold.map(each -> each.reached().millionths() / 1e4).orElse(null),
                    said.sentence());
        }
    }
}
