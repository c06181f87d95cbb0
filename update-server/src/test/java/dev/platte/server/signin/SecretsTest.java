package dev.platte.server.signin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Tokens;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.Browser;
import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole run with frameworks at their most talkative, searched for every secret made in it. */
class SecretsTest {

    private static final Pattern LINK = Pattern.compile("/signin/link#(\\S{43})");

    /** What it is, and what must be nowhere. */
    private final Map<String, String> secrets = new LinkedHashMap<>();

    private final StringBuilder answers = new StringBuilder();

    @Test
    void noSecretReachesTheLogOrAnAnswerThatDoesNotGiveIt() throws IOException {
        String log;
        String link;
        try (Log captured = Log.capture();
                FakeProvider provider = new FakeProvider();
                TestDatabase database = TestServer.database();
                TestServer server =
                        TestServer.start(
                                database,
                                "--logging.level.org.springframework=DEBUG",
                                "--logging.level.dev.platte=TRACE",
                                "--platte.oidc.issuer=" + provider.issuer(),
                                "--platte.oidc.client-id=" + FakeProvider.CLIENT,
                                "--platte.oidc.client-secret=" + FakeProvider.SECRET,
                                "--platte.oidc.roles.ops=operator")) {
            secrets.put("client secret", FakeProvider.SECRET);
            secrets.put("access token", FakeProvider.ACCESS_TOKEN);
            Matcher printed = LINK.matcher(captured.text());
            assertThat(printed.find()).isTrue();
            link = printed.group(1);
            people(server, link);
            programs(server);
            provider(server, provider);
            log = captured.text();
        }
        assertThat(log).contains("Platte is ready").contains("DEBUG");
        // The link stands in its own line, once, and nowhere else.
        assertThat(log.split(Pattern.quote(link), -1)).hasSize(2);
        secrets.forEach(
                (what, secret) -> {
                    assertThat(secret).as(what).hasSizeGreaterThan(8);
                    assertThat(lineWith(log, secret)).as("the log shows the " + what).isEmpty();
                    assertThat(answers).as("an answer shows the " + what).doesNotContain(secret);
                });
    }

    private static String lineWith(String log, String secret) {
        return log.lines().filter(line -> line.contains(secret)).findFirst().orElse("");
    }

    private void people(TestServer server, String link) {
        Browser first = new Browser(server);
        secrets.put("first password", "the first password 11");
        keep(
                first.post(
                        "/signin/link",
                        Map.of(
                                "secret",
                                link,
                                "name",
                                "anna",
                                "password",
                                "the first password 11")));
        secrets.put("session", first.cookie("platte_session").orElseThrow().getValue());
        keep(first.post("/signin/link", Map.of("secret", link, "name", "eve", "password", "x")));
        secrets.put("mistyped password", "the frist password 11");
        keep(
                first.post(
                        "/signin/password",
                        Map.of("name", "anna", "password", "the frist password 11")));
        secrets.put("password in the wrong field", "the-first-password-11");
        keep(
                first.post(
                        "/signin/password",
                        Map.of("name", "the-first-password-11", "password", "anna")));
        Browser second = new Browser(server);
        keep(
                second.post(
                        "/signin/password",
                        Map.of("name", "anna", "password", "the first password 11")));
        secrets.put("second session", second.cookie("platte_session").orElseThrow().getValue());
    }

    private void programs(TestServer server) throws IOException {
        String admin = Files.readString(server.data().resolve("admin-token")).strip();
        secrets.put("first token", admin);
        JsonNode issued =
                JsonMapper.shared()
                        .readTree(
                                call(
                                                server,
                                                admin,
                                                "POST",
                                                "/tokens",
                                                null,
                                                "{\"name\":\"ci\",\"role\":\"viewer\"}")
                                        .body());
        String token = issued.get("secret").asString();
        secrets.put("issued token", token);
        keep(call(server, token, "GET", "/applications", null, ""));
        keep(call(server, token, "GET", "/tokens", null, ""));
        keep(call(server, admin, "GET", "/tokens", null, ""));
        String almost = token.substring(0, token.length() - 4) + "AAAA";
        secrets.put("mistyped token", almost);
        keep(call(server, almost, "GET", "/applications", null, ""));
        secrets.put("password by an administrator", "the second password 22");
        keep(
                call(
                        server,
                        admin,
                        "POST",
                        "/users",
                        null,
                        "{\"name\":\"bob\",\"password\":\"the second password 22\"}"));
        secrets.put("password that was refused", "too short1");
        keep(
                call(
                        server,
                        admin,
                        "POST",
                        "/users",
                        null,
                        "{\"name\":\"carl\",\"password\":\"too short1\"}"));
        secrets.put("password in broken JSON", "the broken password 44");
        keep(
                call(
                        server,
                        admin,
                        "POST",
                        "/users",
                        null,
                        "{\"name\":\"carl\",\"password\":\"the broken password 44\",}"));
        secrets.put("changed password", "the third password 33");
        keep(
                call(
                        server,
                        admin,
                        "PUT",
                        "/users/bob/password",
                        "\"0\"",
                        "{\"password\":\"the third password 33\"}"));
        keep(call(server, admin, "GET", "/users", null, ""));
        keep(call(server, admin, "GET", "/audit?limit=200", null, ""));
        server.get(Tokens.class).revoke(issued.get("token").get("id").asLong(), Caller.system("x"));
        keep(call(server, token, "GET", "/applications", null, ""));
    }

    private void provider(TestServer server, FakeProvider provider) {
        provider.who = Map.of("sub", "s1", "preferred_username", "dora", "groups", List.of("ops"));
        Browser browser = new Browser(server);
        HttpResponse<String> there = browser.get("/oauth2/authorization/oidc");
        HttpResponse<String> back =
                browser.get(URI.create(there.headers().firstValue("Location").orElseThrow()));
        keep(browser.get(URI.create(back.headers().firstValue("Location").orElseThrow())));
        assertThat(browser.name()).isEqualTo("dora");
        secrets.put("session of dora", browser.cookie("platte_session").orElseThrow().getValue());
        secrets.put("ID token", provider.lastIdToken);
    }

    private void keep(HttpResponse<String> answer) {
        answers.append(answer.body()).append('\n');
    }

    private static HttpResponse<String> call(
            TestServer server, String token, String method, String path, String etag, String body) {
        HttpRequest.Builder request =
                server.to("/api/v1" + path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json");
        if (etag != null) {
            request.header("If-Match", etag);
        }
        return server.send(
                request.method(
                        method,
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }
}
