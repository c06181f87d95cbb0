package dev.platte.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.fleet.HostCare;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostState;
import dev.platte.db.verb.Caller;
import dev.platte.omaha.response.UpdateAnswer.NoUpdate;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Policy;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Polls that say nothing new, and those that only look like it. */
class QuietPollsTest {

    private static final Caller ANNA = new Caller("anna", null, "because", null);

    private static TestDatabase database;
    private static TestServer server;
    private static Recount recount;
    private Release release;

    @BeforeAll
    static void start() {
        database = TestServer.database();
        server = TestServer.start(database);
        recount = new Recount(database);
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    @BeforeEach
    void oneRelease() {
        release = Release.on(server);
        release.point(release.publish("2.0.0", 10));
    }

    /** The transaction that wrote the host's row last. */
    private static String writer(Machine machine) {
        return database.sql()
                .sql("select xmin::text from host where machine_id = ?")
                .param(machine.id())
                .query(String.class)
                .single();
    }

    private static void assertQuiet(Machine machine, boolean quiet, String inner) {
        String before = writer(machine);
        Instant seen = machine.host().lastSeen();
        machine.poll(inner);
        assertThat(machine.host().lastSeen()).as("it is always seen").isAfter(seen);
        assertThat(writer(machine).equals(before)).as("its row is left alone").isEqualTo(quiet);
    }

    @Test
    void hostThatIsUpToDateIsOnlySeen() {
        Machine machine = new Machine(server, release, "2.0.0");
        machine.check();
        assertQuiet(machine, true, Machine.CHECK);
        assertQuiet(machine, true, "<ping active=\"1\"></ping>");
        assertThat(machine.check()).isInstanceOf(NoUpdate.class);
        machine.reboot("2.0.0");
        assertQuiet(machine, false, Machine.CHECK);
        assertQuiet(machine, true, Machine.CHECK);
        assertQuiet(machine, false, "<event eventtype=\"3\" eventresult=\"0\"></event>");
        assertThat(machine.events()).hasSize(1);
    }

    @Test
    void hostThatTheRampHoldsIsOnlySeenAndStillGetsItsTurn() {
        release.policy(Policy.of("'ramp':{'first':0}"));
        release.point(release.publish("3.0.0", 10));
        Machine machine = new Machine(server, release, "2.0.0");
        machine.check();
        assertQuiet(machine, true, Machine.CHECK);
        release.policy(Policy.of(""));
        release.point(release.publish("4.0.0", 10));
        assertThat(machine.check()).isInstanceOf(Offer.class);
    }

    @Test
    void hostOnItsWayIsHeardEachTime() {
        Machine machine = new Machine(server, release, "1.0.0");
        assertThat(machine.check()).isInstanceOf(Offer.class);
        assertQuiet(machine, false, Machine.CHECK);
        assertQuiet(machine, false, "<ping active=\"1\"></ping>");
        machine.tell(3, 1, "");
        assertQuiet(machine, false, "<ping active=\"1\"></ping>");
        machine.reboot("2.0.0").check();
        assertThat(machine.state()).isEqualTo(HostState.COMPLETE);
        assertQuiet(machine, true, Machine.CHECK);
    }

    @Test
    void hostThatTimedOutMayYetTurnOutWell() {
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        recount.silentFor(release.rollout().id(), "8 days");
        server.get(Reaper.class).reap();
        assertThat(machine.state()).isEqualTo(HostState.TIMED_OUT);
        machine.poll("<ping active=\"1\"></ping>");
        machine.reboot("2.0.0").check();
        assertThat(machine.state()).isEqualTo(HostState.COMPLETE);
        recount.agrees();
    }

    @Test
    void retiredHostComesBackByPolling() {
        Machine machine = new Machine(server, release, "2.0.0");
        machine.check();
        machine.check();
        server.get(HostCare.class).retire(new HostKey(release.applicationId(), machine.id()), ANNA);
        assertQuiet(machine, false, Machine.CHECK);
        assertThat(machine.host().retired()).isNull();
        recount.agrees();
    }

    @Test
    void twoMachinesThatShareAnIdAreToldApart() {
        Machine one = new Machine(server, release, "2.0.0").boot("{one}");
        one.check();
        for (int i = 0; i < 3; i++) {
            one.boot("{two}").check();
            one.boot("{one}").check();
        }
        assertThat(one.host().duplicateSince()).isNotNull();
    }

    @Test
    void firstPollOfADayWritesTheDay() {
        Machine machine = new Machine(server, release, "2.0.0");
        machine.check();
        assertQuiet(machine, true, Machine.CHECK);
        server.clock().advance(Duration.ofDays(1));
        assertQuiet(machine, false, Machine.CHECK);
        assertQuiet(machine, true, Machine.CHECK);
    }
}
