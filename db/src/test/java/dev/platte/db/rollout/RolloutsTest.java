package dev.platte.db.rollout;

import static dev.platte.db.rollout.Fleetlet.ANNA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.platte.db.access.Audit;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fixture.OnEachPostgres;
import dev.platte.db.fixture.TestStore;
import dev.platte.db.snapshot.ApplicationSnapshot;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import dev.platte.policy.health.CanaryRule;
import dev.platte.policy.health.HaltRule;
import dev.platte.policy.health.Outcomes;
import dev.platte.policy.limit.Limits;
import dev.platte.policy.limit.Tally;
import dev.platte.policy.ramp.Ramp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@OnEachPostgres
final class RolloutsTest {

    private final TestStore store;
    private final Rollouts rollouts;
    private final RolloutCounts counts;
    private final Completion completion;
    private final Fleetlet fleet;
    private final TransactionTemplate transaction;

    RolloutsTest(TestStore store) {
        this.store = store;
        this.rollouts = store.get(Rollouts.class);
        this.counts = store.get(RolloutCounts.class);
        this.completion = store.get(Completion.class);
        this.fleet = new Fleetlet(store);
        this.transaction = new TransactionTemplate(store.get(PlatformTransactionManager.class));
    }

    private static GroupPolicy ramp(Ramp ramp) {
        GroupPolicy usual = GroupPolicy.USUAL;
        return new GroupPolicy(
                ramp,
                usual.limits(),
                usual.windows(),
                usual.canaries(),
                usual.halt(),
                false,
                false,
                usual.promotion(),
                usual.leases(),
                usual.retireAfter());
    }

    private static GroupPolicy canaries(int needed, Duration soak, String... machines) {
        GroupPolicy usual = GroupPolicy.USUAL;
        return new GroupPolicy(
                usual.ramp(),
                usual.limits(),
                usual.windows(),
                new GroupPolicy.Canaries(new CanaryRule(needed, soak), Set.of(machines)),
                usual.halt(),
                false,
                false,
                usual.promotion(),
                usual.leases(),
                usual.retireAfter());
    }

    private void count(Rollout rollout, Outcomes outcomes, long canaries) {
        transaction.executeWithoutResult(
                status -> {
                    RolloutCounts.Locked locked =
                            counts.lock(List.of(rollout.uid()), List.of()).getFirst();
                    Instant last = canaries == 0 ? null : store.clock().instant();
                    Rollout.Counted counted =
                            new Rollout.Counted(
                                    new Tally(0, locked.now(), 3),
                                    outcomes,
                                    locked.rollout().counted().forgiven(),
                                    canaries,
                                    last);
                    counts.write(List.of(new RolloutCounts.Count(rollout.id(), counted)));
                });
    }

    private static String refusal(Runnable verb) {
        return catchThrowableOfType(RefusedException.class, verb::run).code();
    }

    @Test
    void movingAChannelBeginsARolloutInEachGroupThatFollows() {
        UpdatePackage one = fleet.published("1.0");
        fleet.point(one);
        Rollout rollout = fleet.rollout();
        assertThat(rollout.packageId()).isEqualTo(one.id());
        assertThat(rollout.state()).isEqualTo(RolloutState.RUNNING);
        assertThat(rollout.place()).isEqualTo(Place.ROLLING);
        assertThat(rollout.pace().time().runningSince()).isNotNull();
        assertThat(rollouts.history(rollout.id()))
                .extracting(RolloutEvent::what, RolloutEvent::who, RolloutEvent::reason)
                .containsExactly(tuple(RolloutEvent.What.CREATED, "anna", "because"));
        assertThat(store.get(Audit.class).newest("rollout/" + rollout.id(), null, 10)).hasSize(1);
        assertThat(store.get(Audit.class).firstBroken()).isEmpty();
    }

    @Test
    void pointingToTheSamePackageAgainBeginsNothing() {
        UpdatePackage one = fleet.published("1.0");
        fleet.point(one);
        fleet.point(one);
        assertThat(fleet.rollouts()).hasSize(1);
    }

    @Test
    void nextRolloutSupersedesTheOneThatRolls() {
        fleet.point(fleet.published("1.0"));
        fleet.point(fleet.published("2.0"));
        assertThat(fleet.rollouts())
                .extracting(Rollout::state)
                .containsExactly(RolloutState.RUNNING, RolloutState.SUPERSEDED);
    }

    @Test
    void pointingToNothingLeavesNothingToOffer() {
        fleet.point(fleet.published("1.0"));
        rollouts.complete(fleet.rollout().id(), fleet.rollout().revision(), ANNA);
        fleet.point(fleet.published("2.0"));
        fleet.point(null);
        assertThat(rollouts.current()).noneMatch(rollout -> rollout.groupId() == fleet.group.id());
    }

    @Test
    void groupMadeLaterFollowsWhereItsChannelPoints() {
        UpdatePackage one = fleet.published("1.0");
        fleet.point(one);
        Group late =
                store.get(Groups.class)
                        .create(
                                new NewGroup(fleet.application.id(), "late", "", "stable", null),
                                ANNA);
        assertThat(rollouts.list(fleet.application.id(), late.id(), null, 10))
                .extracting(Rollout::packageId)
                .containsExactly(one.id());
    }

    @Test
    void groupThatFollowsAnotherChannelIsMoved() {
        Catalog catalog = store.get(Catalog.class);
        var beta = catalog.createChannel(fleet.application.id(), "amd64", "beta", ANNA);
        UpdatePackage two = fleet.published("2.0");
        catalog.point(beta.id(), two.id(), 0, ANNA);
        fleet.point(fleet.published("1.0"));
        store.get(Groups.class).set(fleet.group.id(), "", "beta", null, 0, ANNA);
        assertThat(fleet.rollout().packageId()).isEqualTo(two.id());
        assertThat(fleet.rollouts().getLast().state()).isEqualTo(RolloutState.SUPERSEDED);
    }

    @Test
    void pauseStopsTheTimeAndResumeGoesOn() {
        fleet.policy(ramp(Ramp.linear(Duration.ofHours(10))));
        fleet.point(fleet.published("1.0"));
        store.clock().advance(Duration.ofHours(3));
        Rollout paused = rollouts.pause(fleet.rollout().id(), 0, ANNA);
        store.clock().advance(Duration.ofHours(5));
        assertThat(paused.pace().time().at(store.clock().instant())).isEqualTo(Duration.ofHours(3));
        Rollout resumed = rollouts.resume(paused.id(), paused.revision(), ANNA);
        store.clock().advance(Duration.ofHours(1));
        assertThat(resumed.pace().time().at(store.clock().instant()))
                .isEqualTo(Duration.ofHours(4));
        assertThat(rollouts.history(paused.id()))
                .extracting(RolloutEvent::what)
                .containsExactly(
                        RolloutEvent.What.CREATED,
                        RolloutEvent.What.PAUSED,
                        RolloutEvent.What.RESUMED);
    }

    @Test
    void verbsRefuseWhatTheStateDoesNotAllow() {
        fleet.point(fleet.published("1.0"));
        Rollout rollout = fleet.rollout();
        long id = rollout.id();
        assertThat(refusal(() -> rollouts.resume(id, 0, ANNA))).isEqualTo("rollout-not-stopped");
        assertThat(refusal(() -> rollouts.pause(id, 7, ANNA))).isEqualTo("changed-meanwhile");
        assertThat(refusal(() -> rollouts.pause(id, 0, new Caller("a", null, null, null))))
                .isEqualTo("reason-required");
        assertThat(refusal(() -> rollouts.pause(-1, 0, ANNA))).isEqualTo("rollout-unknown");
        rollouts.complete(id, 0, ANNA);
        assertThat(refusal(() -> rollouts.pause(id, 1, ANNA))).isEqualTo("rollout-not-running");
        assertThat(refusal(() -> rollouts.halt(id, 1, ANNA))).isEqualTo("rollout-not-open");
        assertThat(refusal(() -> rollouts.complete(id, 1, ANNA))).isEqualTo("rollout-not-open");
    }

    @Test
    void haltByRuleSaysWhichBoundWasCrossedAndResumeForgives() {
        fleet.point(fleet.published("1.0"));
        Outcomes bad = new Outcomes(3, 2, 1, 0);
        HaltRule.Crossed crossed = HaltRule.USUAL.judge(bad).orElseThrow();
        count(fleet.rollout(), bad, 0);
        transaction.executeWithoutResult(
                status ->
                        counts.halt(
                                counts.lock(List.of(), List.of(fleet.rollout().id())).getFirst(),
                                crossed));
        Rollout halted = fleet.rollout();
        assertThat(halted.state()).isEqualTo(RolloutState.HALTED);
        assertThat(halted.crossed()).isEqualTo(crossed);
        assertThat(halted.stateReason()).contains("3 of 6 attempts failed");
        assertThat(rollouts.history(halted.id()).getLast().who()).isEqualTo("system");
        Rollout resumed = rollouts.resume(halted.id(), halted.revision(), ANNA);
        assertThat(resumed.crossed()).isNull();
        assertThat(resumed.counted().outcomes()).isEqualTo(bad);
        assertThat(resumed.counted().judged()).isEqualTo(Outcomes.NONE);
        assertThat(store.get(Audit.class).firstBroken()).isEmpty();
    }

    @Test
    void completedRolloutIsWhatTheGroupRuns() {
        fleet.point(fleet.published("1.0"));
        Rollout first = rollouts.complete(fleet.rollout().id(), 0, ANNA);
        assertThat(first.place()).isEqualTo(Place.STABLE);
        fleet.point(fleet.published("2.0"));
        assertThat(fleet.rollout().previousPackageId()).isEqualTo(first.packageId());
        Rollout second = rollouts.complete(fleet.rollout().id(), 0, ANNA);
        assertThat(second.place()).isEqualTo(Place.STABLE);
        assertThat(rollouts.find(first.id()).orElseThrow().place()).isNull();
    }

    @Test
    void rolloutCompletesWhenNobodyIsLeftToMove() {
        fleet.host("a", "1.0");
        fleet.host("b", "0.9");
        fleet.point(fleet.published("1.0"));
        Rollout rollout = fleet.rollout();
        count(rollout, new Outcomes(1, 0, 0, 0), 0);
        completion.completeFinished();
        assertThat(fleet.rollout().state()).as("b is below").isEqualTo(RolloutState.RUNNING);
        store.clock().advance(Duration.ofDays(31));
        completion.completeFinished();
        assertThat(fleet.rollout().state()).as("b is silent").isEqualTo(RolloutState.COMPLETED);
        assertThat(rollouts.history(rollout.id()).getLast().who()).isEqualTo("system");
    }

    @Test
    void rolloutThatNobodyHasAskedAboutWaitsAnHour() {
        fleet.point(fleet.published("1.0"));
        completion.completeFinished();
        assertThat(fleet.rollout().state()).isEqualTo(RolloutState.RUNNING);
        store.clock().advance(Duration.ofHours(1));
        completion.completeFinished();
        assertThat(fleet.rollout().state()).isEqualTo(RolloutState.COMPLETED);
    }

    @Test
    void rolloutWithAnOpenRampOrCanariesDoesNotComplete() {
        fleet.policy(canaries(1, Duration.ZERO, "c"));
        fleet.point(fleet.published("1.0"));
        store.clock().advance(Duration.ofHours(2));
        completion.completeFinished();
        assertThat(fleet.rollout().state()).isEqualTo(RolloutState.RUNNING);
        assertThat(fleet.rollout().pace().time().runningSince()).isNull();
    }

    @Test
    void openRolloutTakesLimitsOverAndKeepsItsRamp() {
        fleet.policy(ramp(Ramp.linear(Duration.ofHours(10))));
        fleet.point(fleet.published("1.0"));
        GroupPolicy usual = GroupPolicy.USUAL;
        fleet.policy(
                new GroupPolicy(
                        usual.ramp(),
                        Limits.atOnce(7),
                        usual.windows(),
                        usual.canaries(),
                        usual.halt(),
                        true,
                        false,
                        usual.promotion(),
                        usual.leases(),
                        usual.retireAfter()));
        Rollout rollout = fleet.rollout();
        assertThat(rollout.pace().limits()).isEqualTo(Limits.atOnce(7));
        assertThat(rollout.pace().ramp()).isEqualTo(Ramp.linear(Duration.ofHours(10)));
        assertThat(rollouts.history(rollout.id()).getLast().what())
                .isEqualTo(RolloutEvent.What.POLICY_CHANGED);
        assertThat(refusal(() -> store.get(Policies.class).set(fleet.group.id(), usual, 0, ANNA)))
                .isEqualTo("changed-meanwhile");
    }

    @Test
    void resumedRolloutStillWaitsUntilItsCanariesHaveSoaked() {
        fleet.policy(canaries(1, Duration.ofHours(4), "c"));
        fleet.point(fleet.published("1.0"));
        Rollout rollout = fleet.rollout();
        count(rollout, new Outcomes(1, 0, 0, 0), 1);
        Instant soaked = store.clock().instant().plus(Duration.ofHours(4));
        Rollout paused = rollouts.pause(rollout.id(), 0, ANNA);
        store.clock().advance(Duration.ofHours(1));
        Rollout resumed = rollouts.resume(paused.id(), paused.revision(), ANNA);
        assertThat(resumed.pace().time().runningSince()).isEqualTo(soaked);
    }

    @Test
    void countingLeavesTheCataloguesVersionAndPeopleDoNot() {
        fleet.point(fleet.published("1.0"));
        SnapshotSource source = store.get(SnapshotSource.class);
        long version = source.refresh().version();
        count(fleet.rollout(), new Outcomes(1, 0, 0, 0), 0);
        assertThat(source.refresh().version()).isEqualTo(version);
        rollouts.pause(fleet.rollout().id(), 0, ANNA);
        assertThat(source.refresh().version()).isGreaterThan(version);
    }

    @Test
    void snapshotCarriesRolloutsPoliciesAndPins() {
        GroupPolicy policy = canaries(1, Duration.ofHours(4), "c");
        fleet.policy(policy);
        UpdatePackage one = fleet.published("1.0");
        fleet.point(one);
        Instant until = store.clock().instant().plus(Duration.ofDays(1));
        Pin pin =
                store.get(Pins.class).set(fleet.application.id(), "machine", one.id(), until, ANNA);
        ApplicationSnapshot snapshot =
                store.get(SnapshotSource.class)
                        .refresh()
                        .application(fleet.application.appid())
                        .orElseThrow();
        assertThat(snapshot.policy(fleet.group)).isEqualTo(policy);
        assertThat(snapshot.rollout(fleet.group, "x86_64", Place.ROLLING))
                .contains(fleet.rollout());
        assertThat(snapshot.rollout(fleet.group, "amd64", Place.STABLE)).isEmpty();
        assertThat(snapshot.pin("machine")).contains(pin);
    }

    @Test
    void pinHoldsUntilItsDateAndNotLongerThanAYear() {
        Pins pins = store.get(Pins.class);
        long application = fleet.application.id();
        Instant now = store.clock().instant();
        Pin first = pins.set(application, "m", null, now.plus(Duration.ofDays(1)), ANNA);
        assertThat(pins.find(application, "m")).contains(first);
        Pin second = pins.set(application, "m", null, now.plus(Duration.ofDays(2)), ANNA);
        assertThat(second.revision()).isEqualTo(1);
        store.clock().advance(Duration.ofDays(3));
        assertThat(pins.holding()).noneMatch(pin -> pin.applicationId() == application);
        assertThat(refusal(() -> pins.set(application, "m", null, now, ANNA)))
                .isEqualTo("pin-until-invalid");
        assertThat(
                        refusal(
                                () ->
                                        pins.set(
                                                application,
                                                "m",
                                                -1L,
                                                now.plus(Duration.ofDays(9)),
                                                ANNA)))
                .isEqualTo("package-unknown");
        pins.remove(application, "m", ANNA);
        assertThat(refusal(() -> pins.remove(application, "m", ANNA))).isEqualTo("pin-unknown");
    }
}
