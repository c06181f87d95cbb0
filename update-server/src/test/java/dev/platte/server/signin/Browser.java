package dev.platte.server.signin;

import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.HttpCookie;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody with cookies, who follows no redirects by themselves. */
final class Browser {

    private final TestServer server;
    private final CookieManager cookies = new CookieManager(null, CookiePolicy.ACCEPT_ALL);
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .cookieHandler(cookies)
                    .build();

    Browser(TestServer server) {
        this.server = server;
    }

    HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(server.url(path)));
    }

    HttpResponse<String> get(URI address) {
        return send(HttpRequest.newBuilder(address));
    }

    JsonNode state() {
        return JsonMapper.shared().readTree(get("/signin/state").body());
    }

    /** Whom the server takes it for; "null" for nobody. */
    String name() {
        return state().get("name").asString("null");
    }

    /** With the token against forged requests. */
    HttpResponse<String> post(String path, Map<String, String> fields) {
        JsonNode state = state();
        return send(
                HttpRequest.newBuilder(server.url(path))
                        .header("Content-Type", "application/json")
                        .header(state.get("header").asString(), state.get("token").asString())
                        .POST(
                                BodyPublishers.ofString(
                                        JsonMapper.shared().writeValueAsString(fields))));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(
                    request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Optional<HttpCookie> cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .findFirst();
    }

    void lay(HttpCookie cookie) {
        cookie.setVersion(0);
        cookie.setPath("/");
        cookies.getCookieStore().add(server.url("/"), cookie);
    }
}
