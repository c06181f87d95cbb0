package dev.platte.server.api;

import dev.platte.db.catalog.Application;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.Host;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostState;
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
import dev.platte.server.poll.Targets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Why a host gets what it gets: the answer of the poll, asked by a person. */
@RestController
@RequestMapping(Answers.BASE + "/applications/{app}/hosts/{machineId}/explain")
final class ExplainController {

    /** What a poll of the host would be answered now. */
    enum Outcome {
        OFFER,
        UP_TO_DATE,
        NOT_NOW,
        /** Its track names no group. */
        NO_GROUP
    }

    /**
     * The answer.
     *
     * @param passes it holds, and time alone ends all that holds it
     * @param sentence all reasons for people
     */
    record Explanation(
            String machineId,
            String version,
            @Nullable String arch,
            String track,
            @Nullable String group,
            HostState state,
            Instant lastSeen,
            Outcome outcome,
            @Nullable MoveView move,
            boolean passes,
            String sentence,
            List<ReasonView> reasons) {}

    /**
     * The step that it is about.
     *
     * @param to what the host gets next
     * @param target where the way leads
     */
    record MoveView(
            String to, String target, @Nullable String rollout, boolean downgrade, boolean delta) {

        static MoveView of(Move move) {
            return new MoveView(
                    move.to().version().text(),
                    move.target().version().text(),
                    move.rolloutId(),
                    move.downgrade(),
                    move.delta());
        }
    }

    private final SnapshotSource snapshots;
    private final Targets targets;
    private final Fleet fleet;
    private final Rollouts rollouts;
    private final Lookup lookup;
    private final InstantSource clock;

    ExplainController(
            SnapshotSource snapshots,
            Targets targets,
            Fleet fleet,
            Rollouts rollouts,
            Lookup lookup,
            InstantSource clock) {
        this.snapshots = snapshots;
        this.targets = targets;
        this.fleet = fleet;
        this.rollouts = rollouts;
        this.lookup = lookup;
        this.clock = clock;
    }

    /** For a poll by timer, without wishes of its own. */
    @GetMapping
    Explanation explain(@PathVariable String app, @PathVariable String machineId) {
        Application application = lookup.application(app);
        Progress progress = progress(application, machineId);
        CatalogSnapshot snapshot = snapshots.current();
        ApplicationSnapshot known =
                snapshot.application(application.appid())
                        .orElseGet(
                                () ->
                                        snapshots
                                                .refresh()
                                                .application(application.appid())
                                                .orElseThrow());
        Host host = progress.host();
        Optional<Group> group = known.group(host.facts().track());
        if (group.isEmpty()) {
            return answer(
                    host,
                    null,
                    Outcome.NO_GROUP,
                    null,
                    "The host's track " + host.facts().track() + " names no group.",
                    List.of());
        }
        Facts facts = targets.facts(snapshot, known, group.get(), asked(host), clock.instant());
        Decision.Preliminary decision = Decider.decide(facts);
        Decision.Settled settled =
                Decider.settle(decision, standing(progress, moveOf(decision)), facts.now());
        return answer(host, group.get(), settled);
    }

    private Progress progress(Application application, String machineId) {
        HostKey key =
                HostController.key(application, machineId)
                        .orElseThrow(() -> HostController.unknown(machineId));
        Map<HostKey, Progress> found = fleet.progress(List.of(key));
        return Optional.ofNullable(found.get(key))
                .orElseThrow(() -> HostController.unknown(machineId));
    }

    private static dev.platte.policy.decide.Host asked(Host host) {
        String arch = host.facts().arch();
        return new dev.platte.policy.decide.Host(
                new MachineId(host.key().machineId()),
                Version.of(host.facts().version()),
                arch == null ? null : Architecture.of(arch));
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
                        .toList());
    }

    private static Explanation answer(Host host, Group group, Decision.Settled settled) {
        List<ReasonView> reasons = settled.reasons().stream().map(ReasonView::of).toList();
        String sentence = String.join(" ", reasons.stream().map(ReasonView::sentence).toList());
        return switch (settled) {
            case Decision.Offer offer ->
                    answer(
                            host,
                            group,
                            Outcome.OFFER,
                            MoveView.of(offer.move()),
                            sentence,
                            reasons);
            case Decision.UpToDate _ ->
                    answer(host, group, Outcome.UP_TO_DATE, null, sentence, reasons);
            case Decision.NotNow notNow ->
                    answer(
                            host,
                            group,
                            Outcome.NOT_NOW,
                            notNow.move() == null ? null : MoveView.of(notNow.move()),
                            sentence,
                            reasons);
        };
    }

    private static Explanation answer(
            Host host,
            @Nullable Group group,
            Outcome outcome,
            @Nullable MoveView move,
            String sentence,
            List<ReasonView> reasons) {
        List<ReasonView> holds = reasons.stream().filter(ReasonView::holds).toList();
        return new Explanation(
                host.key().machineId(),
                host.facts().version(),
                host.facts().arch(),
                host.facts().track(),
                group == null ? null : group.track(),
                host.state(),
                host.lastSeen(),
                outcome,
                move,
                !holds.isEmpty() && holds.stream().allMatch(ReasonView::passes),
                sentence,
                reasons);
    }
}
