package dev.platte.db.explain;

import dev.platte.db.catalog.Application;
import dev.platte.db.decision.Targets;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.OpenAttempt;
import dev.platte.db.fleet.Progress;
import dev.platte.db.rollout.Group;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.CatalogSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.omaha.value.Architecture;
import dev.platte.omaha.value.MachineId;
import dev.platte.omaha.value.Version;
import dev.platte.policy.decide.Decider;
import dev.platte.policy.decide.Decision;
import dev.platte.policy.decide.Facts;
import dev.platte.policy.decide.Move;
import dev.platte.policy.decide.Standing;
import dev.platte.policy.limit.Tally;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/** Why a host gets what it gets: the decision of the poll, with all that it was made from. */
@Service
public final class Explain {

    private static final dev.platte.policy.decide.Host.Wishes TAKES_DELTAS =
            new dev.platte.policy.decide.Host.Wishes(false, false, false, true, null);

    private final SnapshotSource snapshots;
    private final Targets targets;
    private final Fleet fleet;
    private final Rollouts rollouts;
    private final InstantSource clock;

    Explain(
            SnapshotSource snapshots,
            Targets targets,
            Fleet fleet,
            Rollouts rollouts,
            InstantSource clock) {
        this.snapshots = snapshots;
        this.targets = targets;
        this.fleet = fleet;
        this.rollouts = rollouts;
        this.clock = clock;
    }

    /**
     * For a poll by timer, of a host that takes deltas and has no other wishes of its own; three
     * statements.
     *
     * @return empty: no such host has asked
     */
    public Optional<Explanation> of(Application application, HostKey key) {
        return Optional.ofNullable(fleet.progress(List.of(key)).get(key))
                .map(progress -> of(application, progress));
    }

    private Explanation of(Application application, Progress progress) {
        Host host = progress.host();
        CatalogSnapshot snapshot = snapshots.current();
        Optional<ApplicationSnapshot> found = snapshot.application(application.appid());
        if (found.isEmpty()) {
            // Made a moment ago.
            snapshot = snapshots.refresh();
            found = snapshot.application(application.appid());
        }
        ApplicationSnapshot known = found.orElseThrow();
        Optional<Group> group = known.group(host.facts().track());
        if (group.isEmpty()) {
            return new Explanation(host, null, null);
        }
        Facts facts = targets.facts(snapshot, known, group.get(), asked(host), clock.instant());
        Decision.Preliminary decision = Decider.decide(facts);
        return new Explanation(
                host,
                group.get(),
                Decider.settle(decision, standing(progress, moveOf(decision)), facts.now()));
    }

    private static dev.platte.policy.decide.Host asked(Host host) {
        String arch = host.facts().arch();
        return new dev.platte.policy.decide.Host(
                new MachineId(host.key().machineId()),
                Version.of(host.facts().version()),
                arch == null ? null : Architecture.of(arch),
                TAKES_DELTAS,
                false,
                null);
    }

    private static @Nullable Move moveOf(Decision.Preliminary decision) {
        return switch (decision) {
            case Decision.UpToDate _ -> null;
            case Decision.NotNow notNow -> notNow.move();
            case Decision.NeedsGrant grant -> grant.move();
        };
    }

    private Standing standing(Progress progress, @Nullable Move move) {
        OpenAttempt open = progress.open();
        Tally tally =
                Optional.ofNullable(move)
                        .map(Move::rolloutId)
                        .map(UUID::fromString)
                        .flatMap(rollouts::find)
                        .map(Rollout::counted)
                        .map(Rollout.Counted::tally)
                        .orElse(Tally.EMPTY);
        return new Standing(
                open == null
                        ? null
                        : new Standing.Attempt(
                                open.rollout() == null ? null : open.rollout().uid().toString(),
                                Long.toString(open.packageId()),
                                Standing.Stage.valueOf(open.state().name())),
                tally,
                progress.fellBackFrom().stream()
                        .flatMap(version -> Version.of(version).readable().stream())
                        .toList(),
                progress.failed().stream()
                        .map(id -> Long.toString(id))
                        .collect(Collectors.toSet()));
    }
}
