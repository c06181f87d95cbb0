package dev.platte.ctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Verbs that follow a server's events, against one that says what it is told to. */
@Timeout(60)
class EventVerbsTest {
    private static final String ID = "7b1c9a52-5c1e-4bb8-9d6e-3f5a0c9e1d11";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final ConcurrentLinkedDeque<String> streams = new ConcurrentLinkedDeque<>();
    private final ConcurrentLinkedDeque<String> rollouts = new ConcurrentLinkedDeque<>();
    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/api/v1/events", this::stream);
        server.createContext("/api/v1/applications", this::rollout);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void stream(HttpExchange exchange) throws IOException {
        try (exchange) {
            asked.add(
                    exchange.getRequestURI()
                            + " "
                            + exchange.getRequestHeaders().getFirst("Last-Event-ID"));
            String text = streams.poll();
            exchange.getResponseHeaders()
                    .set("Content-Type", text == null ? "application/json" : "text/event-stream");
            byte[] body = Objects.requireNonNullElse(text, "{}").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(text == null ? 404 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private void rollout(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String text =
                    path.endsWith(ID)
                            ? Objects.requireNonNull(
                                    rollouts.size() > 1 ? rollouts.poll() : rollouts.peek())
                            : "[{\"appid\":\"{a1}\",\"name\":\"Our OS\"}]";
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            byte[] body = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String detail(String state, int updated) {
        return """
        {"rollout":{"id":"%s","group":"stable","version":"1.1.0","state":"%s","pace":{"open":12.5},
        "counts":{"open":3,"updated":%d,"failed":1,"timedOut":2,"fellBack":3}},"history":[]}
        """
                .formatted(ID, state, updated);
    }

    private static String event(long id, String kind, String state, int updated) {
        return """
        id: %d
        event: %s
        data: {"id":%d,"at":"2026-11-21T12:00:00Z","kind":"%s","group":"stable","reason":"because",
        data: "rollout":{"id":"%s","version":"1.1.0","state":"%s","open":40,"counts":{"open":1,"updated":%d,"failed":0,"timedOut":0,"fellBack":0}}}

        """
                .formatted(id, kind, id, kind, ID, state, updated);
    }

    private int run(boolean interactive, String line) {
        Map<String, String> environment =
                Map.of(
                        "PLATTE_URL",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "PLATTE_TOKEN",
                        "s3cret");
        return Updatectl.tree(new Terminal(interactive, () -> NOW, environment))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.split(" "));
    }

    @Test
    void watchFollowsEventsAndTakesABrokenStreamUpAgain() {
        rollouts.addAll(
                List.of(detail("RUNNING", 1), detail("RUNNING", 7), detail("COMPLETED", 90)));
        streams.add(
                "retry: 2000\nid: 5\n\n"
                        + event(6, "rollout.progress", "RUNNING", 3)
                        + event(7, "rollout.frame-reached", "RUNNING", 3));
        streams.add("id: 7\n\n: still here\n\n" + event(8, "rollout.completed", "COMPLETED", 90));
        assertThat(run(false, "rollout watch " + ID)).isZero();
        assertThat(asked)
                .containsExactly(
                        "/api/v1/events?rollout=" + ID + " null",
                        "/api/v1/events?rollout=" + ID + " 7");
        assertThat(err.toString())
                .containsSubsequence(
                        "RUNNING, open to 12.5%, 3 under way, 1 updated, 6 failed\n",
                        "RUNNING, open to 40%, 1 under way, 3 updated, 0 failed\n",
                        "rollout.frame-reached: because\n",
                        "COMPLETED");
        assertThat(out.toString()).containsPattern("state +COMPLETED");
    }

    @Test
    void watchLooksAgainAndAgainWhereNoEventsAreTold() {
        rollouts.addAll(List.of(detail("RUNNING", 1), detail("HALTED", 2)));
        assertThat(run(false, "rollout watch " + ID + " --every 1")).isEqualTo(1);
        assertThat(err.toString()).contains("no events").contains("HALTED");
    }

    @Test
    void watchDrawsOneLineOnATerminal() {
        rollouts.addAll(List.of(detail("RUNNING", 1), detail("COMPLETED", 2)));
        streams.add("id: 5\n\n" + event(6, "rollout.completed", "COMPLETED", 2));
        assertThat(run(true, "rollout watch " + ID)).isZero();
        assertThat(err.toString()).startsWith("\rstable to 1.1.0").contains("\033[K\r");
    }

    @Test
    void eventsAreFollowedWithTheirFilters() {
        streams.add("id: 5\n\n" + event(6, "rollout.halted", "HALTED", 2));
        // Nothing more is told, and the stream ends: the verb gives up in the end.
        assertThat(
                        run(
                                false,
                                "events --follow --kind rollout.halted,group --group stable --after 4"))
                .isEqualTo(1);
        assertThat(asked.getFirst())
                .isEqualTo("/api/v1/events?group=stable&kind=rollout.halted%2Cgroup&after=4 null");
        assertThat(out.toString())
                .isEqualTo(
                        "2026-11-21T12:00:00Z rollout.halted stable 1.1.0 HALTED 40% (because)\n");
    }

    @Test
    void eventsAreOneObjectALineForPrograms() {
        streams.add("id: 5\n\n" + event(6, "rollout.halted", "HALTED", 2));
        run(false, "events --follow --output json");
        assertThat(out.toString()).startsWith("{\"id\": 6,").containsOnlyOnce("\n");
    }
}
