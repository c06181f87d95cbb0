package dev.platte.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.fleet.HostState;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A small ledger on a database that goes, stands still and comes back. */
@Timeout(120)
class LedgerFaultTest {

    private static TestDatabase database;
    private static TestServer server;
    private Release release;

    @BeforeAll
    static void start() {
        database = TestServer.database();
        server =
                TestServer.start(
                        database,
                        "--platte.ledger.writers=1",
                        "--platte.ledger.batch=4",
                        "--platte.ledger.queue=8",
                        "--platte.ledger.patience=2s",
                        "--spring.datasource.hikari.connection-timeout=500",
                        "--spring.datasource.hikari.maximum-pool-size=4");
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

    @Test
    void whileTheDatabaseIsGonePollsAreToldToComeBack() throws Exception {
        Machine machine = new Machine(server, release, "1.0.0");
        assertThat(machine.check()).isInstanceOf(Offer.class);
        allowConnections(false);
        try {
            HttpResponse<String> answer = machine.send(Machine.CHECK);
            assertRefused(answer, "database-unavailable");
            assertThat(server.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(server.get("/livez").statusCode()).isEqualTo(200);
            assertThat(server.post("/v1/update", "garbage").statusCode()).isEqualTo(400);
            HttpResponse<String> api =
                    server.send(
                            server.to("/api/v1/applications")
                                    .header("Authorization", "Bearer platte_" + "A".repeat(43)));
            assertThat(api.statusCode()).isEqualTo(503);
            assertThat(api.headers().firstValue("Retry-After")).isPresent();
        } finally {
            allowConnections(true);
        }
        awaitAnswer(machine);
        assertThat(machine.check()).isInstanceOf(Offer.class);
        assertThat(machine.attempts()).containsExactly(HostState.GRANTED);
        assertThat(server.get("/readyz").statusCode()).isEqualTo(200);
    }

    /** As when a page or a backup has taken all that the database gives to one user. */
    @Test
    void withoutAConnectionPollsAreToldToComeBackAndOneThatIsFreeIsEnough() throws Exception {
        Machine machine = new Machine(server, release, "1.0.0");
        HikariDataSource pool = server.get(HikariDataSource.class);
        List<Connection> taken = new ArrayList<>();
        try {
            for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
                taken.add(pool.getConnection());
            }
            assertRefused(machine.send(Machine.CHECK), "database-unavailable");
            taken.removeLast().close();
            assertThat(machine.check()).isInstanceOf(Offer.class);
            assertThat(machine.attempts()).containsExactly(HostState.GRANTED);
        } finally {
            for (Connection one : taken) {
                one.close();
            }
        }
    }

    /**
     * What was refused for slowness may be committed yet: the host asks again and gets the same.
     */
    @Test
    void aSlowDatabaseRefusesAndGrantsNothingTwice() throws Exception {
        Machine machine = new Machine(server, release, "1.0.0");
        try (Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table attempt in access exclusive mode");
            assertRefused(machine.send(Machine.CHECK), "too-slow");
            other.rollback();
        }
        awaitAnswer(machine);
        assertThat(machine.check()).isInstanceOf(Offer.class);
        assertThat(machine.attempts()).containsExactly(HostState.GRANTED);
    }

    @Test
    void payloadsAreServedWhileTheDatabaseIsGone() throws Exception {
        var found = release.publish("3.0.0", 100_000);
        allowConnections(false);
        try {
            assertThat(server.get("/payloads/" + Release.sha256(found) + "/update.gz").statusCode())
                    .isEqualTo(200);
        } finally {
            allowConnections(true);
        }
        awaitAnswer(new Machine(server, release, "1.0.0"));
    }

    /** The batch has the host's row before it and waits; then its connection is killed. */
    @Test
    void aBatchThatIsKilledAcknowledgesNothingAndKeepsNothing() throws Exception {
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select * from host for update");
            Future<HttpResponse<String>> answer =
                    callers.submit(
                            () ->
                                    machine.send(
                                            "<event eventtype=\"13\" eventresult=\"1\"></event>"));
            awaitBlocked();
            database.sql()
                    .sql(
                            "select pg_terminate_backend(pid) from pg_stat_activity"
                                    + " where datname = current_database() and wait_event_type = 'Lock'")
                    .query()
                    .listOfRows();
            assertRefused(answer.get(20, TimeUnit.SECONDS), "database-unavailable");
            other.rollback();
        }
        server.get(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
        assertThat(machine.state()).isEqualTo(HostState.GRANTED);
        assertThat(machine.events()).isEmpty();
        machine.tell(13, 1, "");
        assertThat(machine.state()).isEqualTo(HostState.DOWNLOADING);
        assertThat(machine.events()).hasSize(1);
    }

    @Test
    void aStormBeyondTheQueueIsRefusedInPartAndNothingAcknowledgedIsLost() throws Exception {
        List<Machine> machines = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            machines.add(new Machine(server, release, "1.0.0"));
        }
        List<Future<HttpResponse<String>>> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
                Connection other = database.dataSource().getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table host in access exclusive mode");
            for (Machine machine : machines) {
                answers.add(callers.submit(() -> machine.send(Machine.CHECK)));
            }
            awaitBlocked();
            awaitRefusals(answers, 40);
            other.rollback();
        }
        int acknowledged = 0;
        for (int i = 0; i < machines.size(); i++) {
            HttpResponse<String> answer = answers.get(i).get(20, TimeUnit.SECONDS);
            if (answer.statusCode() == 200) {
                acknowledged++;
                assertThat(machines.get(i).state()).isEqualTo(HostState.GRANTED);
            } else {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("Retry-After")).contains("30");
                assertThat(answer.body()).containsPattern("\"code\":\"(too-busy|too-slow)\"");
            }
        }
        assertThat(acknowledged).isPositive().isLessThan(machines.size());
        for (Machine machine : machines) {
            assertThat(machine.check()).isInstanceOf(Offer.class);
            assertThat(machine.attempts()).containsExactly(HostState.GRANTED);
        }
    }

    /** One connection more than all: the one that looks. */
    private static void awaitBlocked() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 1000; i++) {
            long blocked =
                    database.sql()
                            .sql(
                                    "select count(*) from pg_stat_activity"
                                            + " where datname = current_database() and wait_event_type = 'Lock'")
                            .query(Long.class)
                            .single();
            if (blocked > 0) {
                return;
            }
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
        throw new AssertionError("no batch waits for the lock");
    }

    /** The pool of connections finds out by itself that the database is back. */
    private static void awaitAnswer(Machine machine) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 300 && machine.send(Machine.CHECK).statusCode() != 200; i++) {
            assertThat(never.await(50, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static void awaitRefusals(List<Future<HttpResponse<String>>> answers, int count)
            throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        while (answers.stream().filter(Future::isDone).count() < count) {
            assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static void assertRefused(HttpResponse<String> answer, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"").doesNotContain("jdbc");
    }

    /** As after a stop of the database: open connections end, new ones are refused. */
    private static void allowConnections(boolean allowed) throws SQLException {
        String url = database.url();
        String name = url.substring(url.lastIndexOf('/') + 1);
        try (Connection elsewhere =
                        DriverManager.getConnection(
                                url.substring(0, url.lastIndexOf('/')) + "/postgres",
                                database.user(),
                                database.password());
                Statement statement = elsewhere.createStatement()) {
            statement.execute("alter database " + name + " allow_connections " + allowed);
            if (!allowed) {
                statement.execute(
                        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '"
                                + name
                                + "'");
            } else {
                // What the verbs of the next test meet must not be a connection that died in this
                // one.
                server.get(HikariDataSource.class).getHikariPoolMXBean().softEvictConnections();
            }
        }
    }
}
