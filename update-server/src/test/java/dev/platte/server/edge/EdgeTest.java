package dev.platte.server.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class EdgeTest {

    private final TestServer server = TestServer.shared();

    @ParameterizedTest
    @CsvSource({
        "GET, /nothing/here, 404, not-found",
        "GET, /payloads/, 404, not-found",
        "GET, /error, 404, not-found",
        "POST, /nothing/here, 403, csrf-token-missing",
        "DELETE, /v1/update, 405, method-not-allowed",
        "GET, /v1/update, 405, method-not-allowed",
        "GET, /v1/update/, 405, method-not-allowed",
        "PUT, /service/update2, 405, method-not-allowed",
        "TRACE, /v1/update, 405, method-not-allowed",
        "POST, /healthz, 405, method-not-allowed",
        "GET, /api/v1/applications, 401, token-missing",
        "POST, /api/v1/applications, 401, token-missing",
        "GET, /api/elsewhere, 401, token-missing",
        "GET, /a/../../b, 400, bad-request",
        "GET, /a;b=c, 400, bad-request",
        "GET, /a%2f..%2fb, 400, bad-request",
        "GET, //, 400, bad-request"
    })
    void everyErrorIsAProblem(String method, String path, int status, String code)
            throws IOException {
        String answer =
                server.raw(
                        method
                                + " "
                                + path
                                + " HTTP/1.1\r\nHost: x\r\nX-Request-Id: my-id-1\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        assertProblem(answer, status, code);
        assertThat(answer)
                .contains("X-Request-Id: my-id-1\r\n")
                .contains("\"requestId\":\"my-id-1\"");
    }

    @ParameterizedTest
    @CsvSource({
        "GET /a HTTP/9.9, 505",
        "GET /a<b HTTP/1.1, 400",
        "G@T / HTTP/1.1, 400",
        "nonsense, 400"
    })
    void malformedRequestLinesAreProblemsToo(String line, int status) throws IOException {
        String answer = server.raw(line + "\r\nHost: x\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 " + status)
                .doesNotContain("<html")
                .doesNotContain("Tomcat");
        assertThat(answer).contains("application/problem+json").contains("\"requestId\":\"");
    }

    @Test
    void missingHostIsRefused() throws IOException {
        assertProblem(server.raw("GET /healthz HTTP/1.1\r\n\r\n"), 400, "bad-request");
    }

    @Test
    void headersBeyondTheLimitAreRefused() throws IOException {
        String answer =
                server.raw(
                        "GET /healthz HTTP/1.1\r\nHost: x\r\nA: "
                                + "a".repeat(20_000)
                                + "\r\n\r\n");
        assertProblem(answer, 400, "bad-request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "a\tb", "<script>", "é", ""})
    void anOddRequestIdIsReplaced(String odd) throws IOException {
        String answer =
                server.raw(
                        "GET /healthz HTTP/1.1\r\nHost: x\r\nX-Request-Id: "
                                + odd
                                + "\r\nConnection: close\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 200")
                .containsPattern("X-Request-Id: [0-9a-f]{20}\r\n");
    }

    @Test
    void aRequestIdThatIsTooLongIsReplaced() {
        HttpResponse<String> answer =
                server.send(server.to("/healthz").header("X-Request-Id", "a".repeat(65)));
        assertThat(answer.headers().firstValue("X-Request-Id").orElseThrow()).hasSize(20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/healthz", "/livez", "/readyz", "/actuator/health"})
    void healthIsOpen(String path) {
        HttpResponse<String> answer = server.get(path);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JsonMapper.shared().readTree(answer.body()).get("status").asString())
                .isEqualTo("UP");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/actuator", "/actuator/env", "/actuator/beans", "/actuator/heapdump"})
    void nothingElseOfTheActuatorIsThere(String path) {
        assertThat(server.get(path).statusCode()).isEqualTo(404);
    }

    @Test
    void answersToPeopleCarrySecurityHeaders() {
        HttpResponse<String> answer = server.get("/no-such-page");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.headers().firstValue("X-Frame-Options")).contains("DENY");
        assertThat(answer.headers().firstValue("Referrer-Policy")).contains("no-referrer");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'");
        assertThat(answer.headers().firstValue("Server")).isEmpty();
    }

    @Test
    void theFirstTokenIsInAFileOfItsOwnerAndOpensTheApi() throws IOException {
        Path file = server.data().resolve("admin-token");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        String token = Files.readString(file).strip();
        HttpResponse<String> answer =
                server.send(
                        server.to("/api/v1/no-such-thing")
                                .header("Authorization", "Bearer " + token));
        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"platte_wrong", "platte_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void aWrongTokenIsRefusedAndNotRepeated(String token) {
        HttpResponse<String> answer =
                server.send(
                        server.to("/api/v1/applications")
                                .header("Authorization", "bearer " + token));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate").orElseThrow())
                .contains("invalid_token");
        assertThat(answer.body()).contains("\"code\":\"token-invalid\"");
        assertThat(answer.body()).doesNotContain(token);
    }

    @Test
    void anotherSchemeIsNoToken() {
        HttpResponse<String> answer =
                server.send(
                        server.to("/api/v1/applications").header("Authorization", "Basic eDp5"));
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("\"code\":\"token-missing\"");
    }

    @Test
    void allowNamesWhatIsAllowed() {
        HttpResponse<String> answer =
                server.send(server.to("/v1/update").PUT(BodyPublishers.ofString("x")));
        assertThat(answer.headers().firstValue("Allow")).contains("POST");
    }

    private static void assertProblem(String answer, int status, String code) {
        assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
        assertThat(answer).contains("Content-Type: application/problem+json");
        assertThat(answer)
                .doesNotContain("<html")
                .doesNotContain("Exception")
                .doesNotContain("\tat ");
        JsonNode body =
                JsonMapper.shared().readTree(answer.substring(answer.indexOf("\r\n\r\n") + 4));
        assertThat(body.get("type").asString()).isEqualTo("about:blank");
        assertThat(body.get("status").asInt()).isEqualTo(status);
        assertThat(body.get("code").asString()).isEqualTo(code);
        assertThat(body.get("title").asString()).isNotEmpty();
        assertThat(body.get("detail").asString()).isNotEmpty();
        assertThat(body.get("requestId").asString()).isNotEmpty();
    }
}
