package dev.platte.db.care;

import dev.platte.db.access.Changes;
import dev.platte.db.fleet.AttemptStep;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.OpenAttempt;
import dev.platte.db.fleet.Progress;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutCounts;
import dev.platte.policy.limit.Tally;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Lets hosts begin anew, with the slots that they held. */
@Component
final class Resets {

    private final Fleet fleet;
    private final RolloutCounts counts;
    private final Changes changes;

    Resets(Fleet fleet, RolloutCounts counts, Changes changes) {
        this.fleet = fleet;
        this.counts = counts;
        this.changes = changes;
    }

    /**
     * In the caller's transaction: hosts are locked first, then rollouts, as the ledger does.
     *
     * @return the known ones of these hosts, as they were
     */
    List<Host> reset(Collection<HostKey> keys) {
        Map<HostKey, Progress> found = fleet.lock(keys);
        List<OpenAttempt> open =
                found.values().stream()
                        .flatMap(each -> Optional.ofNullable(each.open()).stream())
                        .toList();
        Map<Long, RolloutCounts.Locked> rollouts = lock(open);
        Instant now = changes.now();
        List<AttemptStep> ended = new ArrayList<>();
        for (OpenAttempt attempt : open) {
            OpenAttempt.Under under = attempt.rollout();
            Instant at = under == null ? now : rollouts.get(under.id()).now();
            ended.add(
                    new AttemptStep(attempt.id(), HostState.REPLACED, at, null, null, false, null));
        }
        counts.write(release(open, rollouts));
        fleet.beginAnew(found.values(), ended, now);
        return found.values().stream().map(Progress::host).toList();
    }

    private Map<Long, RolloutCounts.Locked> lock(List<OpenAttempt> open) {
        Set<Long> ids =
                open.stream()
                        .map(OpenAttempt::rollout)
                        .filter(Objects::nonNull)
                        .map(OpenAttempt.Under::id)
                        .collect(Collectors.toSet());
        return counts.lock(Set.of(), ids).stream()
                .collect(Collectors.toMap(each -> each.rollout().id(), Function.identity()));
    }

    /** The counts with the slots given back; the grants of the period stay counted. */
    private static List<RolloutCounts.Count> release(
            List<OpenAttempt> open, Map<Long, RolloutCounts.Locked> rollouts) {
        Map<Long, Long> slots =
                open.stream()
                        .filter(each -> each.rollout() != null && each.state().holdsSlot())
                        .collect(
                                Collectors.groupingBy(
                                        each -> Objects.requireNonNull(each.rollout()).id(),
                                        Collectors.counting()));
        return slots.entrySet().stream()
                .map(each -> released(rollouts.get(each.getKey()).rollout(), each.getValue()))
                .toList();
    }

    private static RolloutCounts.Count released(Rollout rollout, long slots) {
        Rollout.Counted counted = rollout.counted();
        Tally tally = counted.tally();
        for (long i = 0; i < slots; i++) {
            tally = tally.afterRelease();
        }
        return new RolloutCounts.Count(
                rollout.id(),
                new Rollout.Counted(
                        tally,
                        counted.outcomes(),
                        counted.forgiven(),
                        counted.canariesUpdated(),
                        counted.canariesLast()));
    }
}
