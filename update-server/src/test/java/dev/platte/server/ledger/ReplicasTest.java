package dev.platte.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.fleet.HostState;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.db.verb.Caller;
import dev.platte.omaha.response.UpdateAnswer.NoUpdate;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Policy;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two servers on one database, one of which hears of no change unless it is told. */
@Timeout(180)
class ReplicasTest {

    private static final Caller ANNA = new Caller("anna", null, "because", null);

    private static TestDatabase database;
    private static TestServer server;
    private static TestServer deaf;
    private static Recount recount;

    @BeforeAll
    static void start() {
        database = TestServer.database();
        server = TestServer.start(database, "--platte.ledger.writers=4");
        deaf = TestServer.start(database, "--platte.ledger.writers=4");
        // As if every notification were lost, and its checks too.
        deaf.get(SnapshotSource.class).stop();
        recount = new Recount(database);
    }

    @AfterAll
    static void stop() {
        deaf.close();
        server.close();
        database.close();
    }

    private static Release release(String policy) {
        Release release = Release.on(server);
        release.policy(Policy.of(policy));
        release.point(release.publish("2.0.0", 10));
        deaf.get(SnapshotSource.class).refresh();
        return release;
    }

    private static List<Machine> machines(Release release, int count) {
        List<Machine> machines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            machines.add(new Machine(i % 2 == 0 ? server : deaf, release, "1.0.0"));
        }
        return machines;
    }

    /** All at the same time; returns those who were offered something. */
    private static List<Machine> offered(List<Machine> machines) throws Exception {
        List<Future<Stream<Machine>>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Machine machine : machines) {
                answers.add(
                        callers.submit(
                                () ->
                                        machine.check() instanceof Offer
                                                ? Stream.of(machine)
                                                : Stream.of()));
            }
        }
        List<Machine> offered = new ArrayList<>();
        for (Future<Stream<Machine>> answer : answers) {
            answer.get().forEach(offered::add);
        }
        return offered;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50})
    void neverAreMoreUnderWayThanTheLimitSays(int limit) throws Exception {
        Release release = release("'limits':{'atOnce':" + limit + "}");
        List<Machine> machines = machines(release, 120);
        List<Machine> first = offered(machines);
        assertThat(first).hasSize(limit);
        for (int round = 0; round < 4; round++) {
            // Some give their slots back while all others ask.
            List<Machine> under = offered(machines);
            try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
                under.forEach(machine -> callers.submit(() -> machine.tell(3, 1, "")));
                machines.stream()
                        .filter(machine -> !under.contains(machine))
                        .forEach(machine -> callers.submit(machine::check));
            }
        }
        long id = release.rollout().id();
        assertThat(recount.mostAtOnce(id)).isEqualTo(limit);
        assertThat(release.rollout().counted().tally().open()).isLessThanOrEqualTo(limit);
        recount.agrees();
    }

    @Test
    void grantWhoseAnswerWasLostIsGivenAgainByAnyReplica() {
        Release release = release("'limits':{'atOnce':1}");
        Machine machine = new Machine(server, release, "1.0.0");
        // The server is killed after the commit: the answer never arrives.
        machine.send(Machine.CHECK);
        assertThat(new Machine(deaf, release, "1.0.0").check()).isInstanceOf(NoUpdate.class);
        assertThat(machine.ask(deaf).check()).isInstanceOf(Offer.class);
        assertThat(machine.attempts()).containsExactly(HostState.GRANTED);
        assertThat(release.rollout().counted().tally().granted()).isEqualTo(1);
    }

    @Test
    void slotOfAHostThatNeverComesBackIsFreedByAnyReplica() {
        Release release = release("'limits':{'atOnce':1}");
        Machine silent = new Machine(server, release, "1.0.0");
        Machine waiting = new Machine(server, release, "1.0.0");
        silent.check();
        assertThat(((NoUpdate) waiting.check()).info()).isEqualTo("LIMIT_AT_ONCE");
        deaf.get(Reaper.class).reap();
        assertThat(silent.state()).as("its lease has not ended").isEqualTo(HostState.GRANTED);
        recount.silentFor(release.rollout().id(), "7 hours");
        deaf.get(Reaper.class).reap();
        assertThat(silent.state()).isEqualTo(HostState.TIMED_OUT);
        assertThat(release.rollout().counted().outcomes().timedOut()).isEqualTo(1);
        assertThat(waiting.check()).isInstanceOf(Offer.class);
        recount.agrees();
    }

    @Test
    void everyWordFromAHostBeginsItsLeaseAnew() {
        Release release = release("'leases':{'progress':'PT1H'}");
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        recount.silentFor(release.rollout().id(), "59 minutes");
        machine.poll("<ping active=\"1\"></ping>");
        recount.silentFor(release.rollout().id(), "59 minutes");
        server.get(Reaper.class).reap();
        assertThat(machine.state()).isEqualTo(HostState.GRANTED);
    }

    @Test
    void aServerWhoseClockJumpsTimesNobodyOutAndBeginsNoPeriod() {
        Release release = release("'limits':{'perPeriod':1,'period':'PT1H'}");
        Machine first = new Machine(server, release, "1.0.0");
        Machine second = new Machine(deaf, release, "1.0.0");
        assertThat(first.check()).isInstanceOf(Offer.class);
        deaf.clock().advance(Duration.ofDays(300));
        try {
            deaf.get(Reaper.class).reap();
            assertThat(((NoUpdate) second.check()).info()).isEqualTo("LIMIT_PER_PERIOD");
            assertThat(first.state()).isEqualTo(HostState.GRANTED);
            deaf.clock().advance(Duration.ofDays(-600));
            assertThat(((NoUpdate) second.check()).info()).isEqualTo("LIMIT_PER_PERIOD");
            assertThat(first.ask(deaf).check()).isInstanceOf(Offer.class);
            assertThat(first.state()).isEqualTo(HostState.GRANTED);
        } finally {
            deaf.clock().advance(Duration.ofDays(300));
        }
        database.sql()
                .sql(
                        "update rollout set period_start = period_start - interval '61 minutes' where id = ?")
                .param(release.rollout().id())
                .update();
        assertThat(second.check()).isInstanceOf(Offer.class);
    }

    @Test
    void haltStopsAdmittedHostsAlsoWhereTheSnapshotDoesNotKnow() {
        Release release = release("'halt':{'allowed':5,'minimumSample':5}");
        Machine admitted = new Machine(deaf, release, "1.0.0");
        assertThat(admitted.check()).isInstanceOf(Offer.class);
        for (Machine machine : machines(release, 5)) {
            machine.ask(server).check();
            machine.tell(3, 0, "errorcode=\"10\"");
        }
        Rollout halted = release.rollout();
        assertThat(halted.state()).isEqualTo(RolloutState.HALTED);
        assertThat(halted.crossed()).isNotNull();
        assertThat(halted.stateReason()).contains("5 of 5 attempts failed");
        assertThat(((NoUpdate) admitted.check()).info()).isEqualTo("HALTED");
        assertThat(((NoUpdate) new Machine(deaf, release, "1.0.0").check()).info())
                .isEqualTo("HALTED");
        server.get(Rollouts.class).resume(halted.id(), halted.revision(), ANNA);
        deaf.get(SnapshotSource.class).refresh();
        assertThat(admitted.check()).isInstanceOf(Offer.class);
    }

    @Test
    void haltHoldsForTheNextEntryOfTheSameBatch() {
        Release release = release("'halt':{'allowed':5,'minimumSample':1,'confidence':0.5}");
        Machine failing = new Machine(server, release, "1.0.0");
        Machine next = new Machine(server, release, "1.0.0");
        failing.check();
        // One request with two applications is two entries of one batch.
        String both =
                failing.request("<event eventtype=\"3\" eventresult=\"0\"></event>")
                        .replace("</request>", next.app(Machine.CHECK) + "</request>");
        String answer = server.post("/v1/update", both).body();
        assertThat(answer).contains("HALTED").doesNotContain("<manifest");
    }

    @Test
    void lostNotificationOfAPauseOrAWithdrawalGrantsNothing() {
        Release release = release("");
        Rollouts rollouts = server.get(Rollouts.class);
        rollouts.pause(release.rollout().id(), 0, ANNA);
        Machine machine = new Machine(deaf, release, "1.0.0");
        assertThat(((NoUpdate) machine.check()).info()).isEqualTo("ROLLOUT_PAUSED");
        rollouts.resume(release.rollout().id(), 1, ANNA);
        release.pause();
        assertThat(((NoUpdate) machine.check()).info()).isEqualTo("GROUP_PAUSED");
        release.resume();
        release.point(release.publish("3.0.0", 10));
        assertThat(((NoUpdate) machine.check()).info())
                .as("what it would offer is superseded")
                .isEqualTo("ROLLOUT_PAUSED");
    }

    @Test
    void limitThatIsLoweredHoldsAtOnceEverywhere() throws Exception {
        Release release = release("'limits':{'atOnce':10}");
        assertThat(offered(machines(release, 4))).hasSize(4);
        release.policy(Policy.of("'limits':{'atOnce':2}"));
        assertThat(((NoUpdate) new Machine(deaf, release, "1.0.0").check()).info())
                .isEqualTo("LIMIT_AT_ONCE");
        release.policy(Policy.of("'limits':{'atOnce':5}"));
        assertThat(offered(machines(release, 9))).hasSize(1);
    }

    @Test
    void sameHostThroughTwoReplicasAtOnceGetsOneAttempt() throws Exception {
        Release release = release("'limits':{'atOnce':3}");
        for (int round = 0; round < 15; round++) {
            Machine here = new Machine(server, release, "1.0.0");
            Machine there = here.twin(deaf);
            List<Machine> both = offered(List.of(here, there, here.twin(server), here.twin(deaf)));
            assertThat(both).hasSize(4);
            assertThat(here.attempts()).containsExactly(HostState.GRANTED);
            here.tell(3, 1, "");
        }
        recount.agrees();
    }
}
