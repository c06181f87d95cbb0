package dev.platte.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.fleet.HostCare;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.Samples;
import dev.platte.db.rollout.Completion;
import dev.platte.db.rollout.Rollout;
import dev.platte.db.rollout.RolloutState;
import dev.platte.db.rollout.Rollouts;
import dev.platte.db.verb.Caller;
import dev.platte.db.verb.RefusedException;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Policy;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Hosts and operators do anything at any time; whatever they do, every counter is what a recount of
 * the rows says, and no limit is exceeded.
 */
@Timeout(180)
class RandomHistoriesTest {

    private static final Caller ANNA = new Caller("anna", null, "because", null);
    private static final int HOSTS = 24;
    private static final int ROUNDS = 40;
    private static final int LIMIT = 5;

    private static TestDatabase database;
    private static TestServer server;
    private static Recount recount;

    @BeforeAll
    static void start() {
        database = TestServer.database();
        server = TestServer.start(database, "--platte.ledger.writers=3");
        recount = new Recount(database);
    }

    @AfterAll
    static void stop() {
        server.close();
        database.close();
    }

    /** A host with a will of its own; what it believes of itself is the model. */
    private static final class Actor {

        private final Machine machine;
        private final Random random;
        private String version = "1.0.0";
        private String offered = "1.0.0";

        Actor(Machine machine, Random random) {
            this.machine = machine;
            this.random = random;
        }

        void act() {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> check();
                case 4 -> machine.tell(13, 1, "");
                case 5 -> machine.tell(14, 1, "");
                case 6, 7 -> machine.tell(3, 1, "");
                case 8 -> machine.tell(3, 0, "errorcode=\"10\"");
                case 9 -> boot(offered);
                case 10 -> boot(version);
                default -> machine.poll("<ping active=\"1\"></ping>");
            }
        }

        private void check() {
            if (machine.check() instanceof Offer offer) {
                offered = offer.manifest().version().text();
            }
        }

        private void boot(String into) {
            version = into;
            machine.reboot(into);
            check();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 20260301, 77})
    void countersAreWhatARecountSays(long seed) throws Exception {
        Random random = new Random(seed);
        Release release = Release.on(server);
        release.policy(Policy.of("'limits':{'atOnce':" + LIMIT + "},'halt':{'allowed':60}"));
        List<UpdatePackage> packages = new ArrayList<>();
        for (int i = 2; i < 7; i++) {
            packages.add(release.publish(i + ".0.0", 10));
        }
        release.floor(packages.get(1));
        release.point(packages.get(2));
        List<Actor> actors = new ArrayList<>();
        for (int i = 0; i < HOSTS; i++) {
            Machine machine = new Machine(server, release, "1.0.0");
            actors.add(new Actor(i % 8 == 7 ? machine.track("elsewhere") : machine, random));
        }
        for (int round = 0; round < ROUNDS; round++) {
            together(actors, random);
            operate(release, packages, random);
        }
        recount.agrees();
        for (Rollout rollout :
                server.get(Rollouts.class).list(release.applicationId(), null, null, 100)) {
            assertThat(recount.mostAtOnce(rollout.id())).isLessThanOrEqualTo(LIMIT);
        }
        for (Actor actor : actors) {
            actor.check();
            assertThat(actor.machine.host().facts().version()).isEqualTo(actor.version);
        }
        recount.agrees();
    }

    private static void together(List<Actor> actors, Random random) throws Exception {
        List<Actor> some = actors.stream().filter(actor -> random.nextInt(3) > 0).toList();
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            some.forEach(actor -> all.add(callers.submit(actor::act)));
        }
        for (Future<?> one : all) {
            one.get();
        }
    }

    private static void operate(Release release, List<UpdatePackage> packages, Random random) {
        Rollouts rollouts = server.get(Rollouts.class);
        Rollout now = release.rollout();
        switch (random.nextInt(10)) {
            case 0 -> release.point(packages.get(random.nextInt(packages.size())));
            case 1 -> {
                recount.silentFor(now.id(), random.nextBoolean() ? "7 hours" : "8 days");
                server.get(Reaper.class).reap();
            }
            case 2, 3 -> {
                if (now.state() == RolloutState.HALTED) {
                    rollouts.resume(now.id(), now.revision(), ANNA);
                }
            }
            case 4 -> server.get(Completion.class).completeFinished();
            case 5 -> server.get(Samples.class).take(server.clock().instant());
            case 6 -> retireSomebody(release);
            default -> {
                // Operators sleep, too.
            }
        }
    }

    private static void retireSomebody(Release release) {
        List<String> machines =
                database.sql()
                        .sql("select machine_id from host where application_id = ? order by id")
                        .param(release.applicationId())
                        .query(String.class)
                        .list();
        try {
            server.get(HostCare.class)
                    .retire(new HostKey(release.applicationId(), machines.getFirst()), ANNA);
        } catch (RefusedException e) {
            assertThat(e.code()).isIn("host-on-its-way", "host-retired");
        }
    }
}
