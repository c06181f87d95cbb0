package dev.platte.ctl.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ApiTest {
    private static final Place THING = Place.of("things", "a b");

    private final List<Asked> asked = new ArrayList<>();
    private final Deque<Said> said = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private HttpServer server;
    private Api api;

    record Asked(String line, String match, String key, String type, int bytes) {}

    record Said(int status, String body, String... headers) {}

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        api =
                new Api(
                        "s3cret",
                        new Exchange(
                                address(),
                                new Connection(HttpClient.newHttpClient(), Optional.empty()),
                                pauses::add));
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void readingIsTriedAgainAndHeedsRetryAfter() throws Exception {
        said.add(new Said(503, problem("database-gone"), "Retry-After", "7"));
        said.add(new Said(502, "<html>a proxy</html>"));
        said.add(new Said(200, "[]", "Content-Type", "application/json"));
        assertThat(api.get(THING).value()).isEqualTo(List.of());
        assertThat(asked).hasSize(3).allMatch(a -> a.line().equals("GET /api/v1/things/a%20b"));
        assertThat(pauses).containsExactly(Duration.ofSeconds(7), Duration.ofSeconds(14));
    }

    @Test
    void creatingIsTriedAgainUnderOneKey() throws Exception {
        said.add(new Said(503, problem("database-gone")));
        said.add(new Said(201, "{\"name\":\"x\"}", "Content-Type", "application/json"));
        Answer answer = api.post(THING, new Body().with("name", "x"));
        assertThat(answer.object().text("name")).isEqualTo("x");
        assertThat(asked.get(0).key()).isNotBlank().isEqualTo(asked.get(1).key());
        assertThat(asked.get(0).bytes()).isEqualTo(asked.get(1).bytes()).isPositive();
    }

    @Test
    void tokensAndPatchesAreSentOnce() {
        said.add(new Said(503, problem("database-gone")));
        assertThatThrownBy(() -> api.postOnce(THING, new Body())).hasMessageContaining("gone");
        said.add(new Said(200, "{}", "ETag", "\"4\""));
        said.add(new Said(503, problem("database-gone")));
        assertThatThrownBy(() -> api.patch(THING, new Body(), true)).hasMessageContaining("gone");
        assertThat(asked).hasSize(3);
        assertThat(pauses).isEmpty();
    }

    @Test
    void aChangeNamesTheTagThatWasSeen() throws Exception {
        said.add(new Said(200, "{}", "ETag", "\"41\""));
        said.add(new Said(200, "{}", "ETag", "\"42\""));
        api.patch(THING, new Body().without("pollInterval"), true);
        assertThat(asked.get(1).line()).isEqualTo("PATCH /api/v1/things/a%20b?dryRun=true");
        assertThat(asked.get(1).match()).isEqualTo("\"41\"");
        assertThat(asked.get(1).type()).isEqualTo("application/merge-patch+json");
    }

    @Test
    void whoWasOvertakenIsToldSo() {
        said.add(new Said(200, "{}", "ETag", "\"41\""));
        said.add(new Said(412, problem("changed-meanwhile")));
        assertThatThrownBy(() -> api.act(THING, "publish", new Body()))
                .isInstanceOf(ApiException.class)
                .hasMessage(
                        "somebody changed it meanwhile; look at it again, then repeat"
                                + " (code changed-meanwhile, request r-1)");
    }

    @Test
    void aProblemIsOneLineWithCodeAndRequest() {
        said.add(
                new Said(
                        404,
                        "{\"detail\":\"There is\\n no group x.\",\"code\":\"group-unknown\",\"requestId\":\"r-7\"}"));
        assertThatThrownBy(() -> api.get(THING))
                .hasMessage("There is no group x. (code group-unknown, request r-7)");
        said.add(new Said(404, "<html>nginx</html>"));
        assertThatThrownBy(() -> api.get(THING)).hasMessageContaining("no Platte server");
    }

    @Test
    void theTokenFollowsNoRedirect() {
        said.add(new Said(302, "", "Location", "http://127.0.0.1:1/"));
        assertThatThrownBy(() -> api.get(THING)).hasMessageContaining("302");
        assertThat(asked).hasSize(1);
    }

    @Test
    void noServerIsSaidInWordsWithoutTheToken() {
        server.stop(0);
        assertThatThrownBy(() -> api.get(THING))
                .hasMessageContaining("nobody listens there")
                .hasMessageNotContaining("s3cret");
        assertThat(pauses).hasSize(3);
    }

    @Test
    void anUploadCountsItsBytesAndARefusalComesBeforeThem(@TempDir Path work) throws Exception {
        Path file = Files.write(work.resolve("payload"), new byte[3_000_000]);
        List<Long> sent = new ArrayList<>();
        said.add(new Said(200, "{}", "ETag", "\"1\""));
        said.add(new Said(200, "{}", "Content-Type", "application/json"));
        api.upload(THING, THING.sub("payload"), file, sent::add);
        assertThat(sent).isSorted().last().isEqualTo(3_000_000L);
        assertThat(asked.get(1).bytes()).isEqualTo(3_000_000);
        assertThat(asked.get(1).match()).isEqualTo("\"1\"");
    }

    @Test
    void anUploadThatBreaksOffIsBegunAnewWithTheTagAsItIsThen(@TempDir Path work) throws Exception {
        Path file = Files.write(work.resolve("payload"), new byte[300_000]);
        said.add(new Said(200, "{}", "ETag", "\"1\""));
        said.add(new Said(503, problem("database-gone"), "Retry-After", "5"));
        said.add(new Said(200, "{}", "ETag", "\"2\""));
        said.add(new Said(200, "{}", "Content-Type", "application/json"));
        List<Long> sent = new ArrayList<>();
        api.upload(THING, THING.sub("payload"), file, sent::add);
        assertThat(sent).last().isEqualTo(300_000L);
        assertThat(asked.get(3).match()).isEqualTo("\"2\"");
        assertThat(pauses).containsExactly(Duration.ofSeconds(5));
    }

    @Test
    void aNextPageElsewhereIsNotAsked() throws Exception {
        said.add(
                new Said(
                        200,
                        "[1]",
                        "Content-Type",
                        "application/json",
                        "Link",
                        "</api/v1/hosts?cursor=x%3D>; rel=\"next\""));
        said.add(new Said(200, "[2]", "Content-Type", "application/json"));
        Answer first = api.get(Place.of("hosts"));
        api.page(first.next().orElseThrow());
        assertThat(asked.get(1).line()).isEqualTo("GET /api/v1/hosts?cursor=x%3D");
        assertThatThrownBy(() -> api.page("http://evil.example/other"))
                .hasMessageContaining("outside");
    }

    private URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private static String problem(String code) {
        return "{\"detail\":\"%s\",\"code\":\"%s\",\"requestId\":\"r-1\"}"
                .formatted(code.replace('-', ' '), code);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            int bytes = exchange.getRequestBody().readAllBytes().length;
            asked.add(
                    new Asked(
                            exchange.getRequestMethod() + " " + exchange.getRequestURI(),
                            header(exchange, "If-Match"),
                            header(exchange, "Idempotency-Key"),
                            header(exchange, "Content-Type"),
                            bytes));
            assertThat(header(exchange, "Authorization")).isEqualTo("Bearer s3cret");
            Said next = Objects.requireNonNull(said.poll());
            for (int i = 0; i < next.headers().length; i += 2) {
                exchange.getResponseHeaders().set(next.headers()[i], next.headers()[i + 1]);
            }
            byte[] body = next.body().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(next.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String header(HttpExchange exchange, String name) {
        return Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst(name), "");
    }
}
