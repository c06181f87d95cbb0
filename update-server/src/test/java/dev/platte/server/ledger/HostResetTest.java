package dev.platte.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.platte.db.care.Hosts;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.GoneHosts;
import dev.platte.db.fleet.HostCare;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostState;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import dev.platte.omaha.response.UpdateAnswer.NoUpdate;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.policy.health.Outcomes;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Policy;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Hosts that begin anew, and hosts that are gone. */
final class HostResetTest {

    private static final Caller ANNA = new Caller("anna", null, "repaired", null);

    private static TestServer server;
    private static Recount recount;
    private final Hosts hosts = server.get(Hosts.class);

    @BeforeAll
    static void start() {
        TestDatabase database = TestServer.database();
        server = TestServer.start(database);
        recount = new Recount(database);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Release release(String policy) {
        Release release = Release.on(server);
        release.policy(Policy.of(policy));
        return release;
    }

    private static HostKey key(Release release, Machine machine) {
        return new HostKey(release.applicationId(), machine.id());
    }

    private static String refusal(Machine machine) {
        return ((NoUpdate) machine.check()).info();
    }

    @Test
    void aResetHostGivesItsSlotBackAndIsCountedAsNothing() {
        Release release = release("'limits':{'atOnce':1}");
        release.point(release.publish("2.0.0", 10));
        Machine stuck = new Machine(server, release, "1.0.0");
        Machine next = new Machine(server, release, "1.0.0");
        stuck.check();
        assertThat(refusal(next)).isEqualTo("LIMIT_AT_ONCE");
        assertThat(hosts.reset(key(release, stuck), ANNA).state()).isEqualTo(HostState.UNKNOWN);
        assertThat(release.rollout().counted().tally().open()).isZero();
        assertThat(next.check()).isInstanceOf(Offer.class);
        assertThat(refusal(stuck)).isEqualTo("LIMIT_AT_ONCE");
        assertThat(release.rollout().counted().outcomes()).isEqualTo(new Outcomes(0, 0, 0, 0));
        assertThat(stuck.attempts()).containsExactly(HostState.REPLACED);
        recount.agrees();
    }

    @Test
    void aHostThatFellBackIsOfferedTheReleaseAgainOnceItIsReset() {
        Release release = release("'halt':{'allowed':100}");
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        machine.tell(3, 1, "");
        machine.reboot("1.0.0");
        assertThat(refusal(machine)).isEqualTo("FAILED_BEFORE");
        hosts.reset(key(release, machine), ANNA);
        assertThat(machine.check()).isInstanceOf(Offer.class);
        machine.tell(3, 1, "");
        machine.reboot("2.0.0").check();
        assertThat(release.rollout().counted().outcomes()).isEqualTo(new Outcomes(1, 0, 0, 0));
        recount.agrees();
    }

    @Test
    void aHostThatIsWhereItBelongsStaysThere() {
        Release release = release("");
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        machine.reboot("2.0.0").check();
        assertThat(hosts.reset(key(release, machine), ANNA).state()).isEqualTo(HostState.COMPLETE);
        recount.agrees();
    }

    @Test
    void aDryRunOfAResetChangesNothing() {
        Release release = release("");
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        Caller only = new Caller("anna", null, "tried", null, true);
        assertThat(hosts.reset(key(release, machine), only).state()).isEqualTo(HostState.UNKNOWN);
        assertThat(machine.state()).isEqualTo(HostState.GRANTED);
        recount.agrees();
    }

    @Test
    void onlyRetiredHostsAreForgottenAndComeBackAsNewOnes() {
        Release release = release("");
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        HostKey key = key(release, machine);
        GoneHosts gone = server.get(GoneHosts.class);
        assertThatThrownBy(() -> gone.forget(key, ANNA))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("retire it");
        server.get(HostCare.class).retire(key, ANNA);
        gone.forget(key, ANNA);
        assertThat(server.get(Fleet.class).find(key)).isEmpty();
        machine.check();
        assertThat(machine.host().firstSeen()).isEqualTo(machine.host().lastSeen());
        recount.agrees();
    }

    @Test
    void hostsThatWereRetiredLongAgoAreForgotten() {
        Release release = release("");
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        HostKey key = key(release, machine);
        server.get(HostCare.class).retire(key, ANNA);
        server.get(GoneHosts.class).forgetRetired(Duration.ofDays(1));
        assertThat(server.get(Fleet.class).find(key)).isPresent();
        server.clock().advance(Duration.ofDays(2));
        server.get(GoneHosts.class).forgetRetired(Duration.ofDays(1));
        assertThat(server.get(Fleet.class).find(key)).isEmpty();
    }
}
