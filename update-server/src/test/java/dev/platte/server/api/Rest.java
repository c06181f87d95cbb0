package dev.platte.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the API as an administrator, below one address. */
final class Rest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final TestServer server;
    private final String base;
    private final String token;

    Rest(TestServer server, String base) {
        this.server = server;
        this.base = base;
        this.token =
                server.get(Tokens.class)
                        .issue("rest", Role.ADMIN, List.of(), null, Caller.system("test"))
                        .secret();
    }

    static String application(String appid) {
        return "/api/v1/applications/" + appid.replace("{", "%7B").replace("}", "%7D");
    }

    HttpResponse<String> get(String path) {
        return server.send(request(path));
    }

    HttpResponse<String> getIfChanged(String path, String etag) {
        return server.send(request(path).header("If-None-Match", etag));
    }

    HttpResponse<String> call(
            String method, String path, @Nullable String ifMatch, @Nullable Object body) {
        String text = body instanceof String raw ? raw : JSON.writeValueAsString(body);
        HttpRequest.Builder request =
                request(path)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(text));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        HttpResponse<String> answer = server.send(request);
        server.get(SnapshotSource.class).refresh();
        return answer;
    }

    HttpResponse<String> post(String path, String ifMatch, Map<String, ?> body) {
        return call("POST", path, ifMatch, body);
    }

    HttpResponse<String> upload(String path, byte[] body, String ifMatch) {
        HttpResponse<String> answer =
                server.send(
                        request(path)
                                .header("Content-Type", "application/octet-stream")
                                .header("If-Match", ifMatch)
                                .PUT(BodyPublishers.ofByteArray(body)));
        server.get(SnapshotSource.class).refresh();
        return answer;
    }

    private HttpRequest.Builder request(String path) {
        return server.to(base + path).header("Authorization", "Bearer " + token);
    }

    static String etag(HttpResponse<?> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    static JsonNode ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer::body).isEqualTo(200);
        return json(answer);
    }

    static void problem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer::body).isEqualTo(status);
        assertThat(json(answer).get("code").stringValue()).isEqualTo(code);
        assertThat(json(answer).get("requestId").stringValue()).isNotEmpty();
    }
}
