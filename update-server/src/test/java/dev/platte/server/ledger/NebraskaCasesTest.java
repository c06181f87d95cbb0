package dev.platte.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.HostState;
import dev.platte.db.rollout.RolloutState;
import dev.platte.omaha.response.AppResponse;
import dev.platte.omaha.response.UpdateAnswer;
import dev.platte.omaha.response.UpdateAnswer.NoUpdate;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Policy;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What Nebraska's own tests ask of it, asked of us. Each case says what Nebraska answers, and where
 * we answer otherwise, why. Syncers (Nebraska's cases 11 and 12) are Nebraska's own; arch names,
 * paths and bodies (8, 14 to 16) are asked in the tests of polls.
 */
class NebraskaCasesTest {

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
        server.close();
    }

    private interface Check {
        void run() throws Exception;
    }

    /**
     * @param theirs what Nebraska answers
     * @param ours the same, or what we answer and why
     */
    private record Case(String number, String given, String theirs, String ours, Check check) {

        DynamicTest test() {
            return DynamicTest.dynamicTest(
                    number + " " + given + " | Nebraska: " + theirs + " | ours: " + ours,
                    check::run);
        }
    }

    @TestFactory
    Stream<DynamicTest> cases() {
        List<Case> all = new ArrayList<>();
        all.addAll(asked());
        all.addAll(floors());
        all.addAll(limits());
        all.addAll(lives());
        all.addAll(untested());
        return all.stream().map(Case::test);
    }

    private static List<Case> asked() {
        return List.of(
                new Case(
                        "1a",
                        "an unknown track",
                        "app status error-failedToRetrieveUpdatePackageInfo",
                        "noupdate: update_engine takes an error for a failed update",
                        () -> {
                            Release release = pointed("640.0.0");
                            Machine machine = machine(release, "610.0.0").track("invalid-track");
                            AppResponse answer = machine.poll(Machine.CHECK);
                            assertThat(answer.status().isOk()).isTrue();
                            assertThat(answer.updateCheck().orElseThrow())
                                    .isInstanceOf(NoUpdate.class);
                        }),
                new Case(
                        "1d",
                        "no version",
                        "error-instanceRegistrationFailed",
                        "noupdate that says so: nothing is offered blindly",
                        () ->
                                assertThat(refused(machine(pointed("640.0.0"), "")))
                                        .contains("version")),
                new Case(
                        "2a",
                        "an event without an update check",
                        "acknowledged, no updatecheck element",
                        "the same",
                        () -> {
                            AppResponse answer =
                                    machine(pointed("640.0.0"), "610.0.0").tell(3, 0, "");
                            assertThat(answer.acks()).isEqualTo(new AppResponse.Acks(false, 1));
                            assertThat(answer.updateCheck()).isEmpty();
                        }),
                new Case(
                        "2d",
                        "a version above the target",
                        "noupdate",
                        "the same",
                        () -> nothing(machine(pointed("640.0.0"), "666.0.0"))),
                new Case(
                        "4",
                        "a whole update",
                        "manifest, acks, noupdate, noupdate",
                        "the same, and the host counts as updated after its new boot only",
                        () -> {
                            Release release = pointed("99640.0.0");
                            Machine machine = machine(release, "610.0.0");
                            offered(machine, "99640.0.0");
                            machine.tell(13, 1, "");
                            machine.tell(14, 1, "");
                            machine.tell(3, 1, "");
                            machine.reboot("99640.0.0");
                            nothing(machine);
                            nothing(machine);
                            assertThat(machine.attempts()).containsExactly(HostState.COMPLETE);
                        }),
                new Case(
                        "17h",
                        "build metadata in the version",
                        "noupdate",
                        "the same",
                        () -> nothing(machine(pointed("12.1.0"), "1010.5.0+2016-05-27-1832"))),
                new Case(
                        "17g",
                        "a group without a package, or paused",
                        "error-noPackageFound, error-updatesDisabled",
                        "noupdate with the reason: not an error of the host's",
                        () -> {
                            Release empty = Release.on(server);
                            assertThat(refused(machine(empty, "1.0.0"))).isNotEmpty();
                            Release paused = pointed("2.0.0");
                            paused.pause();
                            assertThat(refused(machine(paused, "1.0.0"))).isEqualTo("GROUP_PAUSED");
                        }));
    }

    private static List<Case> floors() {
        return List.of(
                new Case(
                        "9",
                        "floors 2000 and 2500, target 3000",
                        "one step at a time",
                        "the same",
                        () -> {
                            Release release = floored("3000.0.0", "2000.0.0", "2500.0.0");
                            offered(machine(release, "1500.0.0"), "2000.0.0");
                            offered(machine(release, "2000.0.0"), "2500.0.0");
                            offered(machine(release, "2200.0.0"), "2500.0.0");
                            offered(machine(release, "2500.0.0"), "3000.0.0");
                            offered(machine(release, "2700.0.0"), "3000.0.0");
                        }),
                new Case(
                        "10",
                        "at the target",
                        "noupdate",
                        "the same",
                        () -> nothing(machine(floored("5000.0.0"), "5000.0.0"))),
                new Case(
                        "13",
                        "the target is a floor itself",
                        "11000, 12000, 13000",
                        "the same",
                        () -> {
                            Release release = floored("13000.0.0", "11000.0.0", "12000.0.0");
                            offered(machine(release, "10000.0.0"), "11000.0.0");
                            offered(machine(release, "11500.0.0"), "12000.0.0");
                            offered(machine(release, "12500.0.0"), "13000.0.0");
                        }),
                new Case(
                        "17i",
                        "floors with pre-releases and build metadata",
                        "numbers only are compared, so a host on 2000.0.0-rc1 skips the floor 2000.0.0",
                        "SemVer: 2000.0.0-rc1 is below 2000.0.0 and passes it",
                        () -> {
                            Release release = floored("3815.2.0-beta", "3510.2.0+test", "3760.2.0");
                            offered(machine(release, "3400.0.0"), "3510.2.0+test");
                            offered(machine(release, "3550.0.0+custom"), "3760.2.0");
                            offered(machine(release, "3800.0.0-test"), "3815.2.0-beta");
                            offered(
                                    machine(floored("3000.0.0", "2000.0.0"), "2000.0.0-rc1"),
                                    "2000.0.0");
                        }),
                new Case(
                        "extra",
                        "six floors, and numbers beyond 31 bits",
                        "five floors, then the target; an SQL error",
                        "every floor, any number",
                        () -> {
                            Release release =
                                    floored(
                                            "20240101120000.0.0",
                                            "2.0.0",
                                            "3.0.0",
                                            "4.0.0",
                                            "5.0.0",
                                            "6.0.0",
                                            "7.0.0");
                            for (int i = 1; i < 7; i++) {
                                offered(machine(release, i + ".0.0"), i + 1 + ".0.0");
                            }
                            offered(machine(release, "7.0.0"), "20240101120000.0.0");
                        }));
    }

    private static List<Case> limits() {
        return List.of(
                new Case(
                        "17a",
                        "two machines, one grant per period",
                        "ok, then error-maxUpdatesPerPeriodLimitReached",
                        "ok, then noupdate with LIMIT_PER_PERIOD",
                        () -> {
                            Release release = pointed("12.1.0");
                            release.policy(Policy.of("'limits':{'perPeriod':1,'period':'PT15M'}"));
                            offered(machine(release, "12.0.0"), "12.1.0");
                            assertThat(refused(machine(release, "12.0.0")))
                                    .isEqualTo("LIMIT_PER_PERIOD");
                        }),
                new Case(
                        "17b",
                        "max 1, then raised to 2",
                        "ok, denied, ok",
                        "the same, at once on every replica",
                        () -> {
                            Release release = pointed("12.1.0");
                            release.policy(Policy.of("'limits':{'atOnce':1}"));
                            offered(machine(release, "12.0.0"), "12.1.0");
                            Machine second = machine(release, "12.0.0");
                            assertThat(refused(second)).isEqualTo("LIMIT_AT_ONCE");
                            release.policy(Policy.of("'limits':{'atOnce':2}"));
                            offered(second, "12.1.0");
                        }),
                new Case(
                        "17c",
                        "both limits 2, three machines, one completes",
                        "ok, ok, period; then maxConcurrent; then ok",
                        "the same order, and both reasons are told at once",
                        () -> {
                            Release release = pointed("12.1.0");
                            release.policy(
                                    Policy.of(
                                            "'limits':{'atOnce':2,'perPeriod':2,'period':'PT15M'}"));
                            Machine first = machine(release, "12.0.0");
                            offered(first, "12.1.0");
                            offered(machine(release, "12.0.0"), "12.1.0");
                            Machine third = machine(release, "12.0.0");
                            assertThat(refused(third)).isEqualTo("LIMIT_AT_ONCE; LIMIT_PER_PERIOD");
                            periodPasses(release);
                            assertThat(refused(third)).isEqualTo("LIMIT_AT_ONCE");
                            first.tell(3, 1, "");
                            offered(third, "12.1.0");
                        }),
                new Case(
                        "17d",
                        "machines that time out",
                        "with safe mode off, grants resume; with it on, updates are switched off after the first",
                        "grants resume until the failure rate surely exceeds what is allowed; then it halts",
                        () -> {
                            Release release = pointed("12.1.0");
                            release.policy(
                                    Policy.of(
                                            "'limits':{'atOnce':1},'halt':{'allowed':5,'minimumSample':3}"));
                            for (int i = 0; i < 3; i++) {
                                offered(machine(release, "12.0.0"), "12.1.0");
                                recount.silentFor(release.rollout().id(), "7 hours");
                                server.get(Reaper.class).reap();
                            }
                            assertThat(release.rollout().state()).isEqualTo(RolloutState.HALTED);
                        }));
    }

    private static List<Case> lives() {
        return List.of(
                new Case(
                        "17e",
                        "a granted machine asks again",
                        "the same package",
                        "the same, and nothing is taken",
                        () -> {
                            Release release = pointed("12.1.0");
                            Machine machine = machine(release, "12.0.0");
                            offered(machine, "12.1.0");
                            offered(machine, "12.1.0");
                            assertThat(release.rollout().counted().tally().granted()).isEqualTo(1);
                        }),
                new Case(
                        "17f",
                        "it asks again after its download began",
                        "error-updateInProgressOnInstance",
                        "the same package again: a host that asks has not got it",
                        () -> {
                            Machine machine = machine(pointed("12.1.0"), "12.0.0");
                            offered(machine, "12.1.0");
                            machine.tell(13, 1, "");
                            offered(machine, "12.1.0");
                            assertThat(machine.state()).isEqualTo(HostState.DOWNLOADING);
                        }),
                new Case(
                        "18a",
                        "events 13/1, 14/1, 800/1, 3/0",
                        "Downloading, Downloaded, Installed, Error",
                        "the same",
                        () -> {
                            Machine machine = machine(pointed("12.1.0"), "12.0.0");
                            offered(machine, "12.1.0");
                            machine.tell(13, 1, "");
                            assertThat(machine.state()).isEqualTo(HostState.DOWNLOADING);
                            machine.tell(14, 1, "");
                            assertThat(machine.state()).isEqualTo(HostState.DOWNLOADED);
                            machine.tell(800, 1, "");
                            assertThat(machine.state()).isEqualTo(HostState.INSTALLED);
                            machine.tell(3, 0, "");
                            assertThat(machine.state()).isEqualTo(HostState.FAILED);
                        }),
                new Case(
                        "18b",
                        "an unknown event, and one without a grant",
                        "ignored, acknowledged",
                        "acknowledged and kept; they move nothing",
                        () -> {
                            Machine machine = machine(pointed("12.1.0"), "12.0.0");
                            assertThat(machine.tell(1000, 1, "").acks().events()).isEqualTo(1);
                            assertThat(machine.tell(13, 1, "").acks().events()).isEqualTo(1);
                            assertThat(machine.state()).isEqualTo(HostState.UNKNOWN);
                            assertThat(machine.events()).hasSize(2);
                        }));
    }

    /** What nobody asks Nebraska, and what it does by reading its source. */
    private static List<Case> untested() {
        return List.of(
                new Case(
                        "extra",
                        "fifty machines at once, max 1",
                        "several are granted",
                        "one",
                        () -> {
                            Release release = pointed("12.1.0");
                            release.policy(Policy.of("'limits':{'atOnce':1}"));
                            assertThat(together(release, 50)).isEqualTo(1);
                        }),
                new Case(
                        "extra",
                        "the channel goes back while a machine holds a grant",
                        "it is offered the downgrade",
                        "nothing below what it runs",
                        () -> {
                            Release release = Release.on(server);
                            UpdatePackage old = release.publish("1.0.0", 10);
                            release.point(release.publish("3.0.0", 10));
                            Machine machine = machine(release, "2.0.0");
                            offered(machine, "3.0.0");
                            release.point(old);
                            nothing(machine);
                        }),
                new Case(
                        "extra",
                        "a pause while a machine holds a grant",
                        "it is offered the package all the same",
                        "noupdate until the pause ends",
                        () -> {
                            Release release = pointed("12.1.0");
                            Machine machine = machine(release, "12.0.0");
                            offered(machine, "12.1.0");
                            release.pause();
                            assertThat(refused(machine)).isEqualTo("GROUP_PAUSED");
                            release.resume();
                            offered(machine, "12.1.0");
                        }),
                new Case(
                        "extra",
                        "a machine whose download failed, one grant at once",
                        "refused by its own last grant until the period has passed",
                        "it may try again at once",
                        () -> {
                            Release release = pointed("12.1.0");
                            release.policy(Policy.of("'limits':{'atOnce':1}"));
                            Machine machine = machine(release, "12.0.0");
                            offered(machine, "12.1.0");
                            machine.tell(3, 0, "");
                            offered(machine, "12.1.0");
                        }),
                new Case(
                        "extra",
                        "a machine that is silent in the middle of its download",
                        "holds its place for ever, or frees it unseen after a day",
                        "times out when its lease ends, and is counted",
                        () -> {
                            Release release = pointed("12.1.0");
                            Machine machine = machine(release, "12.0.0");
                            offered(machine, "12.1.0");
                            machine.tell(13, 1, "");
                            recount.silentFor(release.rollout().id(), "7 hours");
                            server.get(Reaper.class).reap();
                            assertThat(machine.state()).isEqualTo(HostState.TIMED_OUT);
                            offered(machine, "12.1.0");
                        }));
    }

    private static Release pointed(String version) {
        return floored(version);
    }

    private static Release floored(String target, String... floors) {
        Release release = Release.on(server);
        for (String floor : floors) {
            release.floor(release.publish(floor, 10));
        }
        release.point(release.publish(target, 10));
        return release;
    }

    private static Machine machine(Release release, String version) {
        return new Machine(server, release, version);
    }

    private static void offered(Machine machine, String version) {
        UpdateAnswer answer = machine.check();
        assertThat(answer).isInstanceOf(Offer.class);
        assertThat(((Offer) answer).manifest().version().text()).isEqualTo(version);
    }

    private static void nothing(Machine machine) {
        assertThat(machine.check()).isInstanceOf(NoUpdate.class);
    }

    private static String refused(Machine machine) {
        return ((NoUpdate) machine.check()).info();
    }

    private static void periodPasses(Release release) {
        JdbcClient.create(server.get(DataSource.class))
                .sql(
                        "update rollout set period_start = period_start - interval '16 minutes' where id = ?")
                .param(release.rollout().id())
                .update();
    }

    private static long together(Release release, int machines) throws Exception {
        List<Future<Boolean>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < machines; i++) {
                Machine machine = machine(release, "12.0.0");
                answers.add(callers.submit(() -> machine.check() instanceof Offer));
            }
        }
        long granted = 0;
        for (Future<Boolean> answer : answers) {
            granted += answer.get() ? 1 : 0;
        }
        return granted;
    }
}
