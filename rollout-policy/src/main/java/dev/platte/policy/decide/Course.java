package dev.platte.policy.decide;

import dev.platte.omaha.value.ReadableVersion;
import dev.platte.omaha.value.VersionPrefix;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.ramp.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where one target would lead a host: nowhere, or one step on the way, with all that holds it. */
sealed interface Course {

    /** No step: the host is there, or above. */
    record There(Reason why) implements Course {}

    /**
     * A step.
     *
     * @param why what makes it the next one
     * @param holds what forbids it now; empty: it is open
     */
    record Way(Move move, List<Reason> why, List<Reason> holds) implements Course {}

    /** The course that a rollout sets for a host. */
    static Course of(Facts facts, ReadableVersion version, Rollout rollout) {
        Optional<Step> step = step(facts, version, rollout);
        if (step.isEmpty()) {
            return there(facts.host(), version, rollout.target());
        }
        Release to = step.get().to();
        boolean downgrade = version.isNewerThan(to.version());
        Limits limits = rollout.pace().limits();
        Move move =
                new Move(
                        rollout.id(),
                        to,
                        rollout.target(),
                        limits,
                        downgrade,
                        delta(facts.host(), version, to));
        List<Reason> why = new ArrayList<>();
        List<Reason> holds = new ArrayList<>(general(facts, move));
        admission(facts, rollout, why, holds);
        Optional.ofNullable(step.get().why()).ifPresent(why::add);
        return new Way(move, why, holds);
    }

    /** The course to where an operator aimed a host: its own ramp, under no rollout's limits. */
    static Course of(Facts facts, ReadableVersion version, Host.Aimed aim) {
        Release target = aim.at();
        if (version.standsWith(target.version()) && !facts.host().wishes().sameVersion()) {
            return there(facts.host(), version, target);
        }
        boolean downgrade = version.isNewerThan(target.version());
        Step step = downgrade ? new Step(target, null) : upwards(facts, version, target);
        Move move =
                new Move(
                        null,
                        step.to(),
                        target,
                        Limits.NONE,
                        downgrade,
                        delta(facts.host(), version, step.to()));
        List<Reason> why = new ArrayList<>();
        why.add(new Reason.Aimed(target.version(), aim.until(), aim.by(), aim.why()));
        Optional.ofNullable(step.why()).ifPresent(why::add);
        return new Way(move, why, general(facts, move));
    }

    /** A release and what makes it the next one, if it is not simply the target. */
    record Step(Release to, @Nullable Reason why) {}

    private static Optional<Step> step(Facts facts, ReadableVersion version, Rollout rollout) {
        Release target = rollout.target();
        if (target.version().isNewerThan(version)) {
            return Optional.of(upwards(facts, version, target));
        }
        if (target.version().standsWith(version)) {
            return facts.host().wishes().sameVersion()
                    ? Optional.of(new Step(target, new Reason.SameVersion(version)))
                    : Optional.empty();
        }
        return rollout.offersDowngrade()
                ? facts.catalogue()
                        .withdrawn(version)
                        .map(bad -> new Reason.Downgrade(version, target.version(), bad.why()))
                        .map(why -> new Step(target, why))
                : Optional.empty();
    }

    /** One floor after the other, each above the one before, then the target: so the way ends. */
    private static Step upwards(Facts facts, ReadableVersion version, Release target) {
        return facts.catalogue()
                .firstFloor(version, target.version())
                .map(floor -> new Step(floor.release(), floorFirst(floor, target)))
                .orElseGet(() -> new Step(target, null));
    }

    private static Reason floorFirst(Facts.Floor floor, Release target) {
        return new Reason.FloorFirst(floor.release().version(), target.version(), floor.why());
    }

    private static Course there(Host host, ReadableVersion version, Release target) {
        return new There(
                version.isNewerThan(target.version())
                        ? new Reason.NewerThanTarget(
                                version, target.version(), host.wishes().rollbackAllowed())
                        : new Reason.UpToDate(version));
    }

    private static boolean delta(Host host, ReadableVersion version, Release to) {
        return host.wishes().deltaOkay() && to.hasDeltaFrom(version);
    }

    /** What holds any move of this host, whatever it would be. */
    static List<Reason> ofHost(Facts facts) {
        List<Reason> holds = new ArrayList<>();
        Facts.Group group = facts.group();
        if (group.pausedBecause() != null) {
            holds.add(new Reason.GroupPaused(group.name(), group.pausedBecause()));
        }
        if (facts.host().holdAt(facts.now())
                instanceof Host.Pinned(Instant until, String by, String why)) {
            holds.add(new Reason.Pinned(until, by, why));
        }
        if (!group.windows().isOpen(facts.now())) {
            Instant opens = group.windows().nextOpen(facts.now()).orElse(null);
            holds.add(new Reason.WindowClosed(group.name(), opens));
        }
        return holds;
    }

    /** What holds this move, whoever wants it. */
    private static List<Reason> general(Facts facts, Move move) {
        List<Reason> holds = ofHost(facts);
        withdrawn(facts, move.to()).ifPresent(holds::add);
        if (move.to() != move.target()) {
            withdrawn(facts, move.target()).ifPresent(holds::add);
        }
        VersionPrefix prefix = facts.host().wishes().prefix();
        if (prefix != null && !prefix.allows(move.to().version())) {
            holds.add(new Reason.OutsidePrefix(move.to().version(), prefix));
        }
        return holds;
    }

    private static Optional<Reason> withdrawn(Facts facts, Release release) {
        return facts.catalogue()
                .withdrawn(release.version())
                .map(bad -> new Reason.Withdrawn(release.version(), bad.why()));
    }

    /** Whether the rollout lets this host begin: its state, its canaries, its ramp. */
    private static void admission(
            Facts facts, Rollout rollout, List<Reason> why, List<Reason> holds) {
        switch (rollout.state()) {
            case Rollout.Completed() -> why.add(new Reason.RolledOut(rollout.target().version()));
            case Rollout.Paused(String because) -> {
                holds.add(new Reason.RolloutPaused(rollout.id(), because));
                turn(facts, rollout, why, holds);
            }
            case Rollout.Halted(String because, var crossed) -> {
                holds.add(new Reason.Halted(rollout.id(), because, crossed));
                turn(facts, rollout, why, holds);
            }
            case Rollout.Running() -> turn(facts, rollout, why, holds);
        }
    }

    /**
     * Whose turn it is. A forced check passes the ramp where the group says so; canaries are a
     * proof, not a queue.
     */
    private static void turn(Facts facts, Rollout rollout, List<Reason> why, List<Reason> holds) {
        if (facts.host().canary()) {
            why.add(new Reason.Canary(rollout.id()));
            return;
        }
        Rollout.Canaries canaries = rollout.pace().canaries();
        if (!canaries.throughAt(facts.now())) {
            holds.add(
                    new Reason.CanariesFirst(
                            rollout.id(),
                            canaries.updated(),
                            canaries.needed(),
                            canaries.soakedAt()));
        }
        Bucket bucket = Bucket.of(rollout.id(), facts.host().id().text());
        long threshold = rollout.pace().ramp().threshold(rollout.time().at(facts.now()));
        double open = (double) threshold / Bucket.COUNT;
        if (bucket.place() < threshold) {
            why.add(new Reason.Admitted(rollout.id(), bucket.fraction(), open));
        } else if (facts.host().wishes().forced() && facts.group().forcedPassesRamp()) {
            why.add(new Reason.Forced(rollout.id()));
        } else {
            holds.add(notReached(facts, rollout, bucket, open));
        }
    }

    private static Reason notReached(Facts facts, Rollout rollout, Bucket bucket, double open) {
        Optional<Duration> after = rollout.pace().ramp().admittedAfter(bucket);
        Instant about = after.flatMap(rollout.time()::reaches).orElse(null);
        return new Reason.RampNotReached(
                rollout.id(), bucket.fraction(), open, about, after.isPresent());
    }
}
