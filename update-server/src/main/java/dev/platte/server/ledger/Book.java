package dev.platte.server.ledger;

import dev.platte.db.fleet.HostState;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutCounts.Count;
import dev.platte.db.rollout.RolloutCounts.Locked;
import dev.platte.db.rollout.RolloutState;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.health.Outcomes;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.limit.Tally;
import dev.platte.policy.ramp.EffectiveTime;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is counted of one rollout while its row is locked. */
final class Book {

    private final Locked locked;
    private Rollout.Counted counted;
    private HaltRule.@Nullable Crossed crossed;
    private @Nullable Instant soakedAt;

    Book(Locked locked) {
        this.locked = locked;
        this.counted = locked.rollout().counted();
    }

    Locked locked() {
        return locked;
    }

    /** The rollout as it will be when the transaction commits. */
    Rollout rollout() {
        Rollout row = locked.rollout();
        return new Rollout(
                row.id(),
                row.uid(),
                row.groupId(),
                row.applicationId(),
                row.arch(),
                row.packageId(),
                row.previousPackageId(),
                crossed == null ? row.state() : RolloutState.HALTED,
                crossed == null ? row.stateReason() : crossed.sentence(),
                crossed == null ? row.crossed() : crossed,
                row.place(),
                row.offersDowngrade(),
                row.pace(),
                counted,
                row.created(),
                row.createdBy(),
                row.ended(),
                row.revision());
    }

    Tally tally() {
        return counted.tally();
    }

    void granted(Limits limits) {
        tally(counted.tally().afterGrant(limits, locked.now()));
    }

    void released() {
        tally(counted.tally().afterRelease());
    }

    /**
     * A host's attempt has ended.
     *
     * @param before how an earlier attempt of the host to the same package ended, if it is counted
     * @param canary the host went first, to the rollout's own target
     */
    void ended(HostState end, @Nullable HostState before, boolean canary) {
        Outcomes outcomes = counted.outcomes();
        if (before != null) {
            outcomes = plus(outcomes, before, -1);
        }
        outcomes = plus(outcomes, end, 1);
        boolean more = canary && end == HostState.COMPLETE && before != HostState.COMPLETE;
        counted =
                new Rollout.Counted(
                        counted.tally(),
                        outcomes,
                        counted.forgiven(),
                        counted.canariesUpdated() + (more ? 1 : 0),
                        more ? locked.now() : counted.canariesLast());
        judge();
        if (more) {
            soak();
        }
    }

    private void judge() {
        RolloutState state = locked.rollout().state();
        if (crossed == null && (state == RolloutState.RUNNING || state == RolloutState.PAUSED)) {
            crossed = locked.rollout().pace().halt().judge(counted.judged()).orElse(null);
        }
    }

    /** Paused, it is looked at again when it is resumed. */
    private void soak() {
        Rollout row = locked.rollout();
        Instant last = counted.canariesLast();
        if (row.state() == RolloutState.RUNNING
                && row.pace().time().equals(EffectiveTime.NOT_STARTED)
                && last != null) {
            soakedAt = row.pace().canaries().soakedAt(counted.canariesUpdated(), last).orElse(null);
        }
    }

    Optional<HaltRule.Crossed> crossed() {
        return Optional.ofNullable(crossed);
    }

    Optional<Instant> soakedAt() {
        return Optional.ofNullable(soakedAt);
    }

    /** What is to be written, if it has changed. */
    Optional<Count> count() {
        return counted.equals(locked.rollout().counted())
                ? Optional.empty()
                : Optional.of(new Count(locked.rollout().id(), counted));
    }

    private void tally(Tally tally) {
        counted =
                new Rollout.Counted(
                        tally,
                        counted.outcomes(),
                        counted.forgiven(),
                        counted.canariesUpdated(),
                        counted.canariesLast());
    }

    private static Outcomes plus(Outcomes some, HostState end, int more) {
        return switch (end) {
            case COMPLETE ->
                    new Outcomes(
                            some.updated() + more, some.failed(), some.timedOut(), some.fellBack());
            case FAILED ->
                    new Outcomes(
                            some.updated(), some.failed() + more, some.timedOut(), some.fellBack());
            case TIMED_OUT ->
                    new Outcomes(
                            some.updated(), some.failed(), some.timedOut() + more, some.fellBack());
            case FELL_BACK ->
                    new Outcomes(
                            some.updated(), some.failed(), some.timedOut(), some.fellBack() + more);
            case UNKNOWN, GRANTED, DOWNLOADING, DOWNLOADED, INSTALLED, REPLACED ->
                    throw new IllegalStateException(end + " is not how an attempt is counted");
        };
    }
}
