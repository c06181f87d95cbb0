package dev.platte.harness.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.harness.demo.DemoServer;
import dev.platte.harness.demo.Programs;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * Promise 2 of the design, its other half: the database is killed under load, with all its
 * processes at once, and has everything that hosts were told it has.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class KilledDatabaseTest {
    private static final int HOSTS = 24;
    private static final int KILLS = 3;
    private static final int EVENTS_BETWEEN = 400;
    private static final int PORT_LINE = 3;

    private final AtomicLong numbers = new AtomicLong();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicLong refused = new AtomicLong();
    private final CountDownLatch over = new CountDownLatch(1);

    @Test
    void whatWasAcknowledgedIsInAKilledDatabaseThatComesBackByItself(
            @TempDir(cleanup = CleanupMode.ON_SUCCESS) Path home) throws Exception {
        try (Programs programs = Programs.ofThisBuild();
                HttpClient http =
                        HttpClient.newBuilder()
                                .version(HttpClient.Version.HTTP_1_1)
                                .connectTimeout(Duration.ofSeconds(5))
                                .build()) {
            DemoServer server = DemoServer.start(programs, home, 0, "--platte.ledger.patience=3s");
            server.establish(key(programs, home));
            URI polls = URI.create(server.address() + "/v1/update/");
            List<Future<?>> hosts = new ArrayList<>();
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < HOSTS; i++) {
                    String id = "host-" + i;
                    hosts.add(
                            threads.submit(
                                    () -> {
                                        live(http, polls, id);
                                        return null;
                                    }));
                }
                for (int i = 0; i < KILLS; i++) {
                    await(acknowledged.size() + EVENTS_BETWEEN, hosts);
                    kill(home);
                }
                await(acknowledged.size() + EVENTS_BETWEEN, hosts);
                over.countDown();
                for (Future<?> host : hosts) {
                    host.get(30, TimeUnit.SECONDS);
                }
            }
            assertThat(refused.get()).as("polls that met a killed database").isPositive();
            Set<Long> lost = new HashSet<>(acknowledged);
            lost.removeAll(kept(home));
            assertThat(lost).isEmpty();
        }
    }

    private static Path key(Programs programs, Path home) throws IOException, InterruptedException {
        Path publicKey = home.resolve("key.pub.pem");
        Programs.Ended made =
                programs.ask(
                        "updatectl",
                        List.of(
                                "keys",
                                "generate",
                                "--out=" + home.resolve("key.pem"),
                                "--public-out=" + publicKey));
        assertThat(made.status()).as(made.toString()).isZero();
        return publicKey;
    }

    /** Tells one numbered event after the other, each until it is acknowledged. */
    private void live(HttpClient http, URI polls, String id) throws InterruptedException {
        while (over.getCount() > 0) {
            long number = numbers.incrementAndGet();
            while (over.getCount() > 0 && !tell(http, polls, id, number)) {
                refused.incrementAndGet();
                over.await(50, TimeUnit.MILLISECONDS);
            }
        }
    }

    private boolean tell(HttpClient http, URI polls, String id, long number)
            throws InterruptedException {
        String body =
                """
                <?xml version="1.0" encoding="UTF-8"?>
                <request protocol="3.0" version="update_engine-0.4.10"><os sp="1.0.0_x86_64"></os>
                <app appid="%s" version="1.0.0" track="stable" bootid="{one}" machineid="%s" board="amd64-usr">
                <event eventtype="3" eventresult="0" errorcode="%d"></event></app></request>
                """
                        .formatted(DemoServer.APPLICATION, id, number);
        try {
            HttpResponse<String> answer =
                    http.send(
                            HttpRequest.newBuilder(polls)
                                    .timeout(Duration.ofSeconds(20))
                                    .POST(BodyPublishers.ofString(body))
                                    .build(),
                            BodyHandlers.ofString());
            if (answer.statusCode() == 200) {
                acknowledged.add(number);
                return true;
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
            assertThat(answer.body()).contains("\"code\":");
            assertThat(answer.headers().firstValue("Retry-After")).isPresent();
            return false;
        } catch (IOException e) {
            throw new AssertionError("the server itself is there all the time", e);
        }
    }

    private void await(int count, List<Future<?>> hosts) throws Exception {
        while (acknowledged.size() < count) {
            for (Future<?> host : hosts) {
                if (host.isDone()) {
                    host.get();
                }
            }
            over.await(20, TimeUnit.MILLISECONDS);
        }
    }

    /** As {@code kill -9} of all of it: nobody is left who could finish anything. */
    private static void kill(Path home) throws Exception {
        ProcessHandle first =
                ProcessHandle.of(Long.parseLong(pidFile(home).getFirst().strip())).orElseThrow();
        List<ProcessHandle> all = new ArrayList<>(first.descendants().toList());
        all.addFirst(first);
        all.forEach(ProcessHandle::destroyForcibly);
        first.onExit().get(20, TimeUnit.SECONDS);
    }

    private static List<String> pidFile(Path home) throws IOException {
        return Files.readAllLines(
                DemoServer.data(home).resolve("postgresql/cluster/postmaster.pid"));
    }

    private static Set<Long> kept(Path home) throws IOException, SQLException {
        String url =
                "jdbc:postgresql://127.0.0.1:%s/platte"
                        .formatted(pidFile(home).get(PORT_LINE).strip());
        String password = Files.readString(DemoServer.data(home).resolve("postgresql/password"));
        Set<Long> kept = new HashSet<>();
        try (Connection connection = DriverManager.getConnection(url, "platte", password.strip());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select error_code from event")) {
            while (rows.next()) {
                kept.add(rows.getLong(1));
            }
        }
        return kept;
    }
}
