package dev.platte.client.lock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.platte.client.lock.RebootLock.Claim;
import dev.platte.client.lock.RebootLock.Moment;
import dev.platte.client.lock.RebootLock.Reply;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What other servers of the protocol say; ours is asked in a test of its own. */
@Timeout(30)
class FleetLockTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(5_000));

    @TempDir private Path state;
    private HttpServer server;
    private final List<String> heard = new ArrayList<>();
    private int status = 200;
    private String answer = "";
    private String retryAfter = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    String body =
                            new String(
                                    exchange.getRequestBody().readAllBytes(),
                                    StandardCharsets.UTF_8);
                    heard.add(
                            exchange.getRequestMethod()
                                    + " "
                                    + exchange.getRequestURI()
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("fleet-lock-protocol")
                                    + " "
                                    + exchange.getRequestHeaders().getFirst("Authorization")
                                    + " "
                                    + body);
                    if (!retryAfter.isEmpty()) {
                        exchange.getResponseHeaders().set("Retry-After", retryAfter);
                    }
                    byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private FleetLock lock(String path, Optional<String> token) throws IOException {
        return new FleetLock(
                new FleetLock.Server(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path),
                        Optional.empty(),
                        token,
                        Duration.ofSeconds(5)),
                "stable",
                new Sequence(new StateDir(state), CLOCK));
    }

    private static Claim claim() {
        return new Claim(
                "me", new Moment("boot-1", "name", "1.0.0", "1.0.0", "2.0.0", "asking", true));
    }

    @Test
    void theProtocolIsKeptAndMoreIsSaidBesideIt() throws Exception {
        try (FleetLock lock = lock("/base", Optional.of("secret"))) {
            assertThat(lock.take(claim())).isEqualTo(new Reply.Held(Optional.empty()));
            lock.giveBack(claim());
        }
        assertThat(heard)
                .containsExactly(
                        "POST /base/v1/pre-reboot true Bearer secret {\"client_params\":{\"id\":\"me\",\"group\":\"stable\"},\"x\":{\"seq\":5000,\"boot_id\":\"boot-1\",\"hostname\":\"name\",\"version\":\"1.0.0\",\"from\":\"1.0.0\",\"to\":\"2.0.0\",\"stage\":\"asking\",\"healthy\":true}}",
                        "POST /base/v1/steady-state true Bearer secret {\"client_params\":{\"id\":\"me\",\"group\":\"stable\"},\"x\":{\"seq\":5001,\"boot_id\":\"boot-1\",\"hostname\":\"name\",\"version\":\"1.0.0\",\"from\":\"1.0.0\",\"to\":\"2.0.0\",\"stage\":\"asking\",\"healthy\":true}}");
    }

    @Test
    void numbersGrowAlsoAfterARestart() throws Exception {
        Sequence first = new Sequence(new StateDir(state), CLOCK);
        first.next();
        long last = first.next();

        assertThat(new Sequence(new StateDir(state), InstantSource.fixed(Instant.EPOCH)).next())
                .isGreaterThan(last);
    }

    @Test
    void ourServersNoIsUnderstood() throws Exception {
        status = 423;
        retryAfter = "45";
        answer =
                "{\"kind\":\"outside_window\",\"value\":\"the next one opens at noon\",\"x\":{\"position\":7}}";
        try (FleetLock lock = lock("/", Optional.empty())) {
            assertThat(lock.take(claim()))
                    .isEqualTo(
                            new Reply.Refused(
                                    "outside_window",
                                    "the next one opens at noon",
                                    Optional.of(Duration.ofSeconds(45)),
                                    Optional.of(7L)));
        }
    }

    @Test
    void airlocksNoIsUnderstood() throws Exception {
        status = 500;
        answer =
                "{\"kind\":\"failed_lock\",\"value\":\"all 1 semaphore slots currently locked\"}\n";
        try (FleetLock lock = lock("/", Optional.empty())) {
            assertThat(lock.take(claim()))
                    .isEqualTo(
                            new Reply.Refused(
                                    "failed_lock",
                                    "all 1 semaphore slots currently locked",
                                    Optional.empty(),
                                    Optional.empty()));
            assertThatThrownBy(() -> lock.giveBack(claim())).hasMessageContaining("failed_lock");
        }
    }

    @Test
    void anAnswerInNoFormIsNamedByItsStatus() throws Exception {
        status = 502;
        answer = "<html>Bad gateway</html>";
        try (FleetLock lock = lock("/", Optional.empty())) {
            assertThat(lock.take(claim()))
                    .isEqualTo(
                            new Reply.Refused(
                                    "generic_http_502",
                                    "the server answers 502",
                                    Optional.empty(),
                                    Optional.empty()));
        }
    }

    @Test
    void poseidonsYesIsText() throws Exception {
        answer = "obtained reboot lease";
        try (FleetLock lock = lock("/", Optional.empty())) {
            assertThat(lock.take(claim())).isEqualTo(new Reply.Held(Optional.empty()));
        }
    }

    @Test
    void howLongASlotIsHeldIsTold() throws Exception {
        answer = "{\"kind\":\"success\",\"value\":\"a slot was taken\",\"x\":{\"hold_s\":1200}}";
        try (FleetLock lock = lock("/", Optional.empty())) {
            assertThat(lock.take(claim()))
                    .isEqualTo(new Reply.Held(Optional.of(Duration.ofMinutes(20))));
        }
    }

    @Test
    void serversThatTellNothingOfTheirGroupsAreNamed() throws Exception {
        status = 404;
        try (FleetLock lock = lock("/", Optional.empty())) {
            assertThatThrownBy(() -> lock.look(claim()))
                    .hasMessageContaining("the protocol has no such call");
            assertThatThrownBy(() -> lock.setMax(3)).hasMessageContaining("updatectl lock set-max");
        }
    }

    @Test
    void aSilentServerIsGivenUp() throws Exception {
        try (ServerSocket silent = new ServerSocket(0);
                FleetLock lock =
                        new FleetLock(
                                new FleetLock.Server(
                                        URI.create("http://127.0.0.1:" + silent.getLocalPort()),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Duration.ofMillis(300)),
                                "stable",
                                new Sequence(new StateDir(state), CLOCK))) {
            assertThatThrownBy(() -> lock.take(claim())).isInstanceOf(IOException.class);
        }
    }

    @Test
    void theTokenIsShownToNobody() {
        assertThat(
                        new FleetLock.Server(
                                        URI.create("https://x"),
                                        Optional.empty(),
                                        Optional.of("secret"),
                                        Duration.ofSeconds(1))
                                .toString())
                .doesNotContain("secret");
    }
}
