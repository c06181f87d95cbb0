package dev.platte.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.Attempt;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostCare;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostState;
import dev.platte.db.rollout.Pins;
import dev.platte.db.rollout.Place;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutEvent;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.db.verb.Caller;
import dev.platte.omaha.response.UpdateAnswer.NoUpdate;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.policy.health.Outcomes;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Policy;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the ledger counts, and what it does with hosts that do as they please. */
class HostsOnTheirWayTest {

    private static final Caller ANNA = new Caller("anna", null, "because", null);

    private static TestServer server;
    private static Recount recount;

    @BeforeAll
    static void start() {
        var database = TestServer.database();
        server = TestServer.start(database);
        recount = new Recount(database);
    }

    @AfterAll
    static void stop() {
        recount.agrees();
        server.close();
    }

    private static Release release(String policy) {
        Release release = Release.on(server);
        release.policy(Policy.of(policy));
        return release;
    }

    private static Machine machine(Release release) {
        return new Machine(server, release, "1.0.0");
    }

    private static String refusal(Machine machine) {
        return ((NoUpdate) machine.check()).info();
    }

    @Test
    void aHostThatWaitsForItsRebootHoldsNoSlotAndHasNotFailed() {
        Release release = release("'limits':{'atOnce':1}");
        release.point(release.publish("2.0.0", 10));
        Machine first = machine(release);
        Machine second = machine(release);
        first.check();
        assertThat(refusal(second)).isEqualTo("LIMIT_AT_ONCE");
        first.tell(3, 1, "");
        assertThat(second.check()).isInstanceOf(Offer.class);
        recount.silentFor(release.rollout().id(), "6 hours 1 minute");
        server.get(Reaper.class).reap();
        assertThat(first.state()).as("its lease is long").isEqualTo(HostState.INSTALLED);
        assertThat(second.state()).isEqualTo(HostState.TIMED_OUT);
        assertThat(release.rollout().counted().outcomes()).isEqualTo(new Outcomes(0, 0, 1, 0));
    }

    @Test
    void anInstalledHostThatDownloadsAgainTakesNoSlot() {
        Release release = release("'limits':{'atOnce':1}");
        release.point(release.publish("2.0.0", 10));
        Machine first = machine(release);
        first.check();
        first.tell(3, 1, "");
        machine(release).check();
        first.tell(13, 1, "");
        assertThat(first.state()).isEqualTo(HostState.INSTALLED);
        assertThat(recount.mostAtOnce(release.rollout().id())).isEqualTo(1);
    }

    @Test
    void aHostIsCountedOnceHoweverOftenItFails() {
        Release release = release("'halt':{'allowed':100}");
        release.point(release.publish("2.0.0", 10));
        Machine machine = machine(release);
        for (int i = 0; i < 3; i++) {
            machine.check();
            machine.tell(3, 0, "errorcode=\"10\"");
        }
        assertThat(release.rollout().counted().outcomes()).isEqualTo(new Outcomes(0, 1, 0, 0));
        machine.check();
        machine.tell(3, 1, "");
        machine.reboot("2.0.0").check();
        assertThat(release.rollout().counted().outcomes()).isEqualTo(new Outcomes(1, 0, 0, 0));
        assertThat(machine.attempts())
                .containsExactly(
                        HostState.COMPLETE, HostState.FAILED, HostState.FAILED, HostState.FAILED);
    }

    @Test
    void aHostThatWasGivenUpTooEarlyIsCountedAsUpdated() {
        Release release = release("");
        release.point(release.publish("2.0.0", 10));
        Machine machine = machine(release);
        machine.check();
        recount.silentFor(release.rollout().id(), "7 hours");
        server.get(Reaper.class).reap();
        assertThat(release.rollout().counted().outcomes()).isEqualTo(new Outcomes(0, 0, 1, 0));
        machine.reboot("2.0.0").check();
        assertThat(machine.state()).isEqualTo(HostState.COMPLETE);
        assertThat(release.rollout().counted().outcomes()).isEqualTo(new Outcomes(1, 0, 0, 0));
    }

    @Test
    void canariesGoFirstAndTheOthersFollowWhenTheyHaveSoaked() {
        Release release = Release.on(server);
        Machine canary = machine(release);
        Machine other = machine(release);
        release.policy(
                Policy.of(
                        "'canaries':{'hosts':1,'soak':'PT2H','machines':['" + canary.id() + "']}"));
        release.point(release.publish("2.0.0", 10));
        assertThat(refusal(other)).isEqualTo("CANARIES_FIRST");
        assertThat(canary.check()).isInstanceOf(Offer.class);
        canary.tell(3, 1, "");
        canary.reboot("2.0.0").check();
        Rollout soaking = release.rollout();
        assertThat(soaking.counted().canariesUpdated()).isEqualTo(1);
        assertThat(soaking.pace().time().runningSince())
                .isEqualTo(soaking.counted().canariesLast().plus(Duration.ofHours(2)));
        assertThat(server.get(Rollouts.class).history(soaking.id()).getLast().what())
                .isEqualTo(RolloutEvent.What.CANARIES_THROUGH);
        // The canaries' soak is counted by the database's clock, the poll by the server's.
        Duration until =
                Duration.between(server.clock().instant(), soaking.pace().time().runningSince());
        server.get(SnapshotSource.class).refresh();
        if (!until.isNegative()) {
            assertThat(refusal(other)).isEqualTo("CANARIES_FIRST");
            server.clock().advance(until.plusSeconds(1));
        }
        assertThat(other.check()).isInstanceOf(Offer.class);
    }

    @Test
    void pinnedHostStaysAndAimedHostGoesWhereItIsSent() {
        Release release = release("'limits':{'atOnce':0}");
        UpdatePackage old = release.publish("1.5.0", 10);
        release.point(release.publish("2.0.0", 10));
        Machine pinned = machine(release);
        Machine aimed = machine(release);
        Pins pins = server.get(Pins.class);
        var until = server.clock().instant().plus(Duration.ofDays(3));
        pins.set(release.applicationId(), pinned.id(), null, until, ANNA);
        pins.set(release.applicationId(), aimed.id(), old.id(), until, ANNA);
        server.get(SnapshotSource.class).refresh();
        assertThat(refusal(pinned)).contains("PINNED");
        assertThat(((Offer) aimed.check()).manifest().version().text()).isEqualTo("1.5.0");
        assertThat(server.get(Fleet.class).attempts(aimed.host().id(), 1))
                .extracting(Attempt::rolloutId)
                .containsExactly((Long) null);
        server.clock().advance(Duration.ofDays(4));
        assertThat(refusal(pinned)).isEqualTo("LIMIT_AT_ONCE");
    }

    @Test
    void twoMachinesWithOneIdAreToldApartAndDoNotHaltARollout() {
        Release release = release("'halt':{'allowed':5,'minimumSample':1,'confidence':0.5}");
        release.point(release.publish("2.0.0", 10));
        Machine machine = machine(release);
        for (String boot : List.of("{a}", "{b}", "{a}", "{b}")) {
            machine.boot(boot).poll("<ping active=\"1\"></ping>");
        }
        assertThat(machine.host().duplicateSince()).isNotNull();
        assertThat(server.get(HostCare.class).duplicates(release.applicationId()))
                .extracting(host -> host.key().machineId())
                .containsExactly(machine.id());
        machine.check();
        machine.boot("{a}").tell(3, 1, "");
        // The other one still runs what it ran, in another boot.
        machine.boot("{b}").check();
        assertThat(machine.state()).isEqualTo(HostState.INSTALLED);
        assertThat(release.rollout().state()).isEqualTo(RolloutState.RUNNING);
        HostKey key = new HostKey(release.applicationId(), machine.id());
        assertThat(server.get(HostCare.class).trustAgain(key, ANNA).duplicateSince()).isNull();
    }

    @Test
    void aMachineThatRebootsOftenIsNoDuplicate() {
        Release release = release("");
        Machine machine = machine(release);
        for (int i = 0; i < 20; i++) {
            machine.reboot("1.0.0").poll("<ping active=\"1\"></ping>");
            machine.poll("<ping active=\"1\"></ping>");
        }
        assertThat(machine.host().duplicateSince()).isNull();
    }

    @Test
    void retiredHostIsNotCountedUntilItPollsAgain() {
        Release release = release("");
        Machine machine = machine(release);
        machine.poll("<ping active=\"1\"></ping>");
        HostKey key = new HostKey(release.applicationId(), machine.id());
        server.get(HostCare.class).retire(key, ANNA);
        assertThat(server.get(Fleet.class).versions(release.applicationId())).isEmpty();
        recount.agrees();
        machine.poll("<ping active=\"1\"></ping>");
        assertThat(machine.host().retired()).isNull();
        assertThat(server.get(Fleet.class).versions(release.applicationId())).hasSize(1);
    }

    @Test
    void hostsBeyondTheRampAreBroughtToWhatIsStable() {
        Release release = release("'ramp':{'first':100}");
        release.point(release.publish("2.0.0", 10));
        Rollouts rollouts = server.get(Rollouts.class);
        rollouts.complete(release.rollout().id(), 0, ANNA);
        release.policy(Policy.of("'ramp':{'first':0,'frames':[]}"));
        release.point(release.publish("3.0.0", 10));
        Machine machine = machine(release);
        assertThat(((Offer) machine.check()).manifest().version().text()).isEqualTo("2.0.0");
        machine.tell(3, 1, "");
        machine.reboot("2.0.0");
        assertThat(refusal(machine)).isEqualTo("RAMP_NOT_REACHED");
        assertThat(release.rollout().place()).isEqualTo(Place.ROLLING);
    }

    @Test
    void withdrawnReleaseIsLeftDownwardsIfTheGroupSaysSo() {
        Release release = release("'offersDowngrade':true");
        UpdatePackage good = release.publish("2.0.0", 10);
        UpdatePackage bad = release.publish("3.0.0", 10);
        release.point(bad);
        Machine machine = new Machine(server, release, "3.0.0");
        assertThat(machine.check()).isInstanceOf(NoUpdate.class);
        release.withdraw(bad);
        release.point(good);
        assertThat(((Offer) machine.check()).manifest().version().text()).isEqualTo("2.0.0");
        machine.tell(3, 1, "");
        machine.reboot("2.0.0").check();
        assertThat(machine.state()).isEqualTo(HostState.COMPLETE);
    }

    @Test
    void windowThatClosesDoesNotHoldWhoHasBegun() {
        Release release = release("");
        release.point(release.publish("2.0.0", 10));
        Machine begun = machine(release);
        begun.check();
        release.policy(
                Policy.of("'windows':{'closed':[{'first':'1970-01-02','last':'2999-01-01'}]}"));
        assertThat(begun.check()).isInstanceOf(Offer.class);
        assertThat(refusal(machine(release))).isEqualTo("WINDOW_CLOSED");
    }
}
