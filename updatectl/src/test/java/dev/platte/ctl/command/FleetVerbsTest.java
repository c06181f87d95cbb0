package dev.platte.ctl.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.platte.ctl.output.Terminal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FleetVerbsTest {
    private static final String ID = "7b1c9a52-5c1e-4bb8-9d6e-3f5a0c9e1d11";
    private static final String ROLLOUTS = "/api/v1/applications/a1/rollouts";
    private static final String HOSTS = "/api/v1/applications/a1/hosts";
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Map<String, Deque<String>> answers = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;
    private String input = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        answers("GET /api/v1/applications", "[{\"appid\":\"{a1}\",\"name\":\"Our OS\"}]");
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void rolloutsAreATableWithShareAndFailures() {
        answers("GET " + ROLLOUTS + "?limit=50&state=halted", "[" + rollout("HALTED", 40) + "]");
        assertThat(run("rollout list --state halted")).isZero();
        assertThat(out.toString())
                .contains("open%")
                .containsPattern("stable +amd64 +1.1.0 +HALTED +12.5 +40 +6 +2 h ago +" + ID);
    }

    @Test
    void rolloutsAreStoppedByGroupWithAReason() {
        newest();
        answers("GET " + ROLLOUTS + "/" + ID, detail(rollout("RUNNING", 40)));
        answers("POST " + ROLLOUTS + "/" + ID + "/halt", rollout("HALTED", 40));
        assertThat(run("rollout halt stable --reason fire")).isZero();
        assertThat(asked.getLast()).endsWith("/halt \"5-a\" {\n  \"reason\": \"fire\"\n}\n");
        assertThat(run("rollout pause stable")).isEqualTo(2);
    }

    @Test
    void explainTellsReasonsInSentences() {
        answers(
                "GET " + HOSTS + "/m1/explain",
                """
                {"machineId":"m1","outcome":"NOT_NOW","sentence":"It waits.","reasons":[
                {"code":"GROUP_PAUSED","sentence":"The group is paused.","holds":true,"facts":{}}]}
                """);
        assertThat(run("host explain m1")).isZero();
        assertThat(out.toString())
                .containsPattern("outcome +NOT_NOW")
                .containsPattern("reasons +GROUP_PAUSED: The group is paused.");
        assertThat(run("host explain m1 --output json")).isZero();
        assertThat(out.toString()).contains("\"sentence\": \"It waits.\"");
    }

    @Test
    void pinsHoldUntilATimeFromNow() {
        answers("PUT " + HOSTS + "/m1/pin", "{\"machineId\":\"m1\"}");
        answers("DELETE " + HOSTS + "/m1/pin?reason=done", "");
        assertThat(run("host pin m1 --until P14D --reason lab")).isZero();
        assertThat(asked.getLast())
                .contains("\"until\": \"2026-12-05T12:00:00Z\"")
                .contains("\"reason\": \"lab\"")
                .doesNotContain("version");
        assertThat(run("host unpin m1 --reason done")).isZero();
        assertThat(run("host pin m1 --until soon --reason lab")).isEqualTo(2);
    }

    @Test
    void manyHostsAreRetiredOnlyAfterALookAndNoMoreThanWereSeen() {
        String seen = "{\"matched\":412,\"done\":409,\"left\":3,\"machines\":[\"m1\"]}";
        answers("POST " + HOSTS + "/retire?dryRun=true", seen);
        answers("POST " + HOSTS + "/retire", seen);
        String verb = "host retire --group lab --silent-for P30D --reason moved";
        assertThat(run(verb)).isEqualTo(1);
        assertThat(err.toString()).contains("nothing was done; say --yes to do it");
        assertThat(run(verb + " --dry-run")).isZero();
        assertThat(asked)
                .noneMatch(request -> request.startsWith("POST " + HOSTS + "/retire null"));
        assertThat(run(verb + " --yes")).isZero();
        assertThat(asked.getLast())
                .contains("\"group\": \"lab\"")
                .contains("\"silentFor\": \"P30D\"")
                .contains("\"atMost\": 412");
    }

    @Test
    void aHostsLastRequestIsShownAndItsNextOneAskedFor() {
        answers("GET " + HOSTS + "/m1/request", "{\"replica\":\"updates-1\",\"text\":\"<r/>\"}");
        answers("POST " + HOSTS + "/m1/record", "{\"machineId\":\"m1\"}");
        assertThat(run("host request m1")).isZero();
        assertThat(out.toString()).contains("updates-1", "<r/>");
        assertThat(run("host request m1 --next")).isZero();
        assertThat(asked.getLast()).startsWith("POST " + HOSTS + "/m1/record");
    }

    @Test
    void hostsAreNamedOrChosenButNotBoth() {
        answers("POST " + HOSTS + "/m1/reset", "{\"machineId\":\"m1\",\"state\":\"UNKNOWN\"}");
        answers("POST " + HOSTS + "/m2/reset", "{\"machineId\":\"m2\",\"state\":\"UNKNOWN\"}");
        answers("DELETE " + HOSTS + "/m1?reason=x&dryRun=true", "");
        assertThat(run("host reset m1 m2 --reason x")).isZero();
        assertThat(out.toString()).containsPattern("m1 .*UNKNOWN").containsPattern("m2 .*UNKNOWN");
        assertThat(run("host forget m1 --reason x --dry-run")).isZero();
        assertThat(run("host reset --reason x")).isEqualTo(2);
        assertThat(run("host reset m1 --group lab --reason x")).isEqualTo(2);
        assertThat(run("host reset m1")).isEqualTo(2);
    }

    @Test
    void manyHostsArePinnedAfterALookByWhatTheyRun() {
        String seen = "{\"matched\":3,\"done\":3,\"unseen\":0,\"machines\":[\"m1\"]}";
        answers("POST " + HOSTS + "/pin?dryRun=true", seen);
        answers("POST " + HOSTS + "/pin", seen);
        String verb =
                "host pin --group lab --running 1.0.0 --version 1.1.0 --until P1D --reason lab";
        assertThat(run(verb)).isEqualTo(1);
        assertThat(run(verb + " --yes")).isZero();
        assertThat(asked.getLast())
                .contains("\"version\": \"1.0.0\"")
                .contains("\"to\": \"1.1.0\"")
                .contains("\"atMost\": 3");
        assertThat(run("host pin m1 --group lab --until P1D --reason x")).isEqualTo(2);
        assertThat(run("host pin --until P1D --reason x")).isEqualTo(2);
    }

    @Test
    void whatAStrangerSentIsShownWithoutWhatMovesATerminalAndSavedAsItCame(@TempDir Path work)
            throws IOException {
        answers(
                "GET /api/v1/malformed/7",
                """
                {"id":7,"at":"2026-11-21T10:00:00Z","ip":"10.0.0.9","contentType":null,"reason":"odd",
                "body":"AP8b","text":"<x>\\u001b[31m\\u009b2J\\u202egpj.exe\\nsecond line"}
                """);
        Path saved = work.resolve("sample");
        assertThat(run("inbox show 7 --out " + saved)).isZero();
        assertThat(out.toString())
                .contains("<x> [31m 2J gpj.exe")
                .contains("second line")
                .doesNotContain("\u001b", "\u009b", "\u202e", "AP8b");
        assertThat(saved).hasBinaryContent(new byte[] {0, -1, 27});
        assertThat(run("inbox show 7 --out " + saved)).as("never over a file").isEqualTo(1);
    }

    @Test
    void theInboxIsEmptiedOfWhatWasThere() {
        answers(
                "GET /api/v1/unknown",
                "[{\"application\":\"x\",\"lastAsked\":\"2026-11-21T10:00:00Z\"}]");
        answers(
                "DELETE /api/v1/unknown?until=2026-11-21T10%3A00%3A00Z&reason=seen&dryRun=true",
                "{\"done\":1}");
        answers("GET /api/v1/malformed", "[]");
        assertThat(run("inbox empty unknown --reason seen --dry-run")).isZero();
        assertThat(out.toString()).containsPattern("done +1");
        assertThat(run("inbox empty malformed --reason seen")).isZero();
        assertThat(err.toString()).contains("there is nothing");
        assertThat(run("inbox empty everything --reason seen")).isEqualTo(2);
    }

    @Test
    void listsOfHostsComeFromStandardInputAtOnce(@TempDir Path work) throws IOException {
        answers("POST " + HOSTS + "/unpin", "{\"matched\":2,\"done\":2,\"left\":0}");
        answers("POST " + HOSTS + "/forget", "{\"matched\":1,\"done\":1,\"left\":0}");
        input = "# rack 7\nm1\n\n  m2 # the spare\n";
        assertThat(run("host unpin --file - --reason done")).isZero();
        assertThat(asked.getLast()).containsPattern("\"machines\": \\[\\s+\"m1\",\\s+\"m2\"");
        Path list = Files.writeString(work.resolve("list"), "m3\n");
        assertThat(run("host forget --reason gone --file " + list)).isZero();
        assertThat(asked.getLast()).contains("m3").doesNotContain("retired");
        input = "# nobody\n";
        assertThat(run("host unpin --file - --reason done")).isEqualTo(1);
        assertThat(err.toString()).contains("names no host");
        assertThat(run("host unpin m1 --file - --reason done")).isEqualTo(2);
        Path binary = Files.write(work.resolve("binary"), new byte[] {(byte) 0xC3, 10});
        assertThat(run("host unpin --reason done --file " + binary)).isEqualTo(1);
        assertThat(err.toString()).contains("is no text in UTF-8");
    }

    private void newest() {
        answers("GET " + ROLLOUTS + "?group=stable&limit=1", "[" + rollout("RUNNING", 1) + "]");
    }

    private static String detail(String rollout) {
        return "{\"rollout\":" + rollout + ",\"history\":[]}";
    }

    private static String rollout(String state, int updated) {
        return """
        {"id":"%s","group":"stable","arch":"amd64","version":"1.1.0","state":"%s","stateReason":null,
        "pace":{"open":12.5},"counts":{"open":3,"updated":%d,"failed":1,"timedOut":2,"fellBack":3},
        "created":"2026-11-21T10:00:00Z"}
        """
                .formatted(ID, state, updated);
    }

    private void answers(String request, String... bodies) {
        answers.put(request, new ArrayDeque<>(List.of(bodies)));
    }

    /** The last answer to a request stays. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
            String body =
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(line + " " + exchange.getRequestHeaders().getFirst("If-Match") + " " + body);
            Deque<String> left = Objects.requireNonNull(answers.get(line), line);
            String next = left.size() > 1 ? left.removeFirst() : left.getFirst();
            byte[] bytes = next.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.getResponseHeaders().set("ETag", "\"5-a\"");
            exchange.sendResponseHeaders(
                    bytes.length == 0 ? 204 : 200, bytes.length == 0 ? -1 : bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private int run(String line) {
        Map<String, String> environment =
                Map.of(
                        "PLATTE_URL",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                        "PLATTE_TOKEN",
                        "t0ken");
        return Updatectl.tree(terminal(environment))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.split(" "));
    }

    private Terminal terminal(Map<String, String> environment) {
        return new Terminal(
                false,
                InstantSource.fixed(NOW),
                environment,
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    }
}
