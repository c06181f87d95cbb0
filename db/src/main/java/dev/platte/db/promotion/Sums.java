package dev.platte.db.promotion;

import dev.platte.db.fleet.Census;
import dev.platte.db.rollout.Group;
import dev.platte.policy.decide.Reason;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds up what a promotion would do: every host is in exactly one number. */
final class Sums {

    /**
     * What hosts of one kind get.
     *
     * @param hold why they would not move; null: they would
     * @param floors how many stops they make on the way
     */
    record Verdict(Reason.@Nullable Code hold, int floors) {}

    /**
     * Who would be moved in one group.
     *
     * @param floors stops of all of them together
     */
    record Moving(long hosts, long floors) {}

    private final Map<Census.Kind, Long> pinned;
    private final Map<Census.Kind, Long> silent;
    private final Map<Long, Moving> moving = new HashMap<>();
    private final Map<Reason.Code, Long> others = new EnumMap<>(Reason.Code.class);
    private long hosts;
    private long byFloor;
    private long allPinned;
    private long allSilent;

    Sums(Map<Census.Kind, Long> pinned, Map<Census.Kind, Long> silent) {
        this.pinned = pinned;
        this.silent = silent;
    }

    void add(Group group, Census.Count count, Verdict verdict) {
        hosts += count.hosts();
        if (verdict.hold() != null) {
            others.merge(verdict.hold(), count.hosts(), Long::sum);
            return;
        }
        // Counted at different instants, or estimated: a part is never more than the whole.
        long held = Math.min(count.hosts(), pinned.getOrDefault(count.kind(), 0L));
        long gone = Math.min(count.hosts() - held, silent.getOrDefault(count.kind(), 0L));
        long rest = count.hosts() - held - gone;
        allPinned += held;
        allSilent += gone;
        byFloor += verdict.floors() == 0 ? 0 : rest;
        moving.merge(
                group.id(),
                new Moving(rest, rest * verdict.floors()),
                (a, b) -> new Moving(a.hosts() + b.hosts(), a.floors() + b.floors()));
    }

    Moving of(Group group) {
        return moving.getOrDefault(group.id(), new Moving(0, 0));
    }

    Prospect view(
            String version, boolean exact, int approvals, List<Prospect.GroupForecast> forecasts) {
        return new Prospect(
                version,
                hosts,
                moving.values().stream().mapToLong(Moving::hosts).sum(),
                byFloor,
                allPinned,
                allSilent,
                exact,
                approvals,
                others.entrySet().stream()
                        .map(each -> new Prospect.ReasonCount(each.getKey(), each.getValue()))
                        .toList(),
                forecasts);
    }
}
