package dev.platte.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Over the wire: two servers of one database, and another system that is told what happens. */
final class WebhookTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private static TestDatabase database;
    private static TestServer server;
    private static TestServer replica;
    private static String token;

    private final Receiver receiver = new Receiver();
    private final Release release = Release.on(server);

    @BeforeAll
    static void start() {
        database = TestServer.database();
        String[] settings = {
            "--platte.webhooks.allow-http=true", "--platte.outgoing.private-targets=127.0.0.0/8",
        };
        server = TestServer.start(database, settings);
        replica = TestServer.start(database, settings);
        token =
                server.get(Tokens.class)
                        .issue("t", Role.ADMIN, List.of(), null, Caller.system("test"))
                        .secret();
    }

    @AfterAll
    static void stop() {
        server.close();
        replica.close();
        database.close();
    }

    @AfterEach
    void removeAll() {
        for (JsonNode hook : json(call("GET", "/webhooks", null, null))) {
            call("DELETE", "/webhooks/" + hook.get("name").stringValue(), "*", null);
        }
        receiver.close();
    }

    private static HttpResponse<String> call(
            String method, String path, @Nullable String ifMatch, @Nullable Map<String, ?> body) {
        HttpRequest.Builder request =
                server.to("/api/v1" + path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(
                                method,
                                body == null
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofString(JSON.writeValueAsString(body)));
        return server.send(ifMatch == null ? request : request.header("If-Match", ifMatch));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JSON.readTree(answer.body());
    }

    private static void problem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains("\"code\":\"" + code + "\"");
    }

    private String create(String name, String path, String... kinds) {
        HttpResponse<String> made =
                call(
                        "POST",
                        "/webhooks",
                        null,
                        Map.of("name", name, "url", receiver.url(path), "kinds", List.of(kinds)));
        assertThat(made.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(made.headers().firstValue("Location")).contains("/api/v1/webhooks/" + name);
        return json(made).get("secret").stringValue();
    }

    private static String signature(String secret, Receiver.Message message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        String signed =
                message.headers().get("webhook-id")
                        + "."
                        + message.headers().get("webhook-timestamp")
                        + "."
                        + message.body();
        return "v1,"
                + Base64.getEncoder()
                        .encodeToString(mac.doFinal(signed.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void changesArriveSignedAndInOrderOnceFromWhicheverServer() throws Exception {
        String secret = create("ci", "/hook", "channel", "package.withdrawn");
        for (int version = 1; version <= 10; version++) {
            release.point(release.publish(version + ".0.0", 10));
        }
        List<String> versions = new ArrayList<>();
        for (int n = 0; n < 10; n++) {
            Receiver.Message message = receiver.next();
            assertThat(message.path()).isEqualTo("/hook");
            assertThat(message.headers().get("webhook-signature"))
                    .isEqualTo(signature(secret, message));
            assertThat(message.headers().get("content-type")).startsWith("application/json");
            JsonNode event = JSON.readTree(message.body());
            assertThat(event.get("kind").stringValue()).isEqualTo("channel.moved");
            assertThat(message.headers().get("webhook-id")).isEqualTo("evt_" + event.get("id"));
            versions.add(event.at("/channel/to").stringValue());
        }
        assertThat(versions)
                .containsExactly(
                        "1.0.0", "2.0.0", "3.0.0", "4.0.0", "5.0.0", "6.0.0", "7.0.0", "8.0.0",
                        "9.0.0", "10.0.0");
        assertThat(receiver.mostAtOnce()).isEqualTo(1);
        await().until(() -> log("ci", "state=delivered").size() == 10);
        JsonNode first = log("ci", "limit=1").get(0);
        assertThat(first.get("status").intValue()).isEqualTo(200);
        assertThat(first.get("answer").stringValue()).isEqualTo("thanks for that");
        assertThat(receiver.isSilent()).isTrue();
    }

    private static JsonNode log(String name, String query) {
        return json(call("GET", "/webhooks/" + name + "/deliveries?" + query, null, null));
    }

    @Test
    void failedMessageIsSentAgainAfterAWhile() throws Exception {
        create("ci", "/", "channel");
        receiver.answers.addAll(List.of(500, 200));
        release.point(release.publish("1.0.0", 10));
        String id = receiver.next().headers().get("webhook-id");
        await().until(() -> log("ci", "").get(0).get("tries").intValue() == 1);
        JsonNode failed = log("ci", "").get(0);
        assertThat(failed.get("state").stringValue()).isEqualTo("PENDING");
        assertThat(failed.get("failure").stringValue()).isEqualTo("It answered 500.");
        assertThat(json(call("GET", "/webhooks/ci", null, null)).get("failingSince").isNull())
                .isFalse();
        server.clock().advance(Duration.ofSeconds(13));
        replica.clock().advance(Duration.ofSeconds(13));
        assertThat(receiver.next().headers().get("webhook-id")).isEqualTo(id);
        await().until(() -> log("ci", "state=delivered").size() == 1);
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        create("ci", "/", "channel");
        receiver.location = receiver.url("/elsewhere");
        receiver.answers.add(302);
        release.point(release.publish("1.0.0", 10));
        assertThat(receiver.next().path()).isEqualTo("/");
        await().until(() -> log("ci", "").get(0).get("tries").intValue() == 1);
        assertThat(log("ci", "").get(0).get("failure").stringValue()).contains("redirects");
        assertThat(receiver.isSilent()).isTrue();
    }

    @Test
    void pingTriesItAndIsSentAgainByHand() throws Exception {
        String old = create("ci", "/", "rollout.halted");
        HttpResponse<String> sent = call("POST", "/webhooks/ci/ping", null, Map.of());
        assertThat(sent.statusCode()).isEqualTo(202);
        String place = sent.headers().firstValue("Location").orElseThrow().replace("/api/v1", "");
        Receiver.Message ping = receiver.next();
        assertThat(JSON.readTree(ping.body()).get("kind").stringValue()).isEqualTo("ping");
        await().until(() -> call("GET", place, null, null).body().contains("\"DELIVERED\""));
        JsonNode rotated = json(call("POST", "/webhooks/ci/rotate", "*", Map.of()));
        String fresh = rotated.get("secret").stringValue();
        assertThat(rotated.get("previousExpires").isNull()).isFalse();
        json(call("POST", place + "/redeliver", null, Map.of()));
        Receiver.Message again = receiver.next();
        assertThat(again.headers().get("webhook-id")).isEqualTo(ping.headers().get("webhook-id"));
        assertThat(again.headers().get("webhook-signature").split(" "))
                .containsExactly(signature(fresh, again), signature(old, again));
    }

    @Test
    void webhookIsShownChangedDisabledAndRemovedButNeverItsSecret() {
        String secret = create("ci", "/hook");
        HttpResponse<String> shown = call("GET", "/webhooks/ci", null, null);
        assertThat(shown.body()).doesNotContain(secret).contains("/hook");
        String etag = shown.headers().firstValue("ETag").orElseThrow();
        problem(call("PATCH", "/webhooks/ci", null, Map.of()), 428, "if-match-missing");
        JsonNode after =
                json(
                        call(
                                "PATCH",
                                "/webhooks/ci",
                                etag,
                                Map.of(
                                        "kinds",
                                        List.of("rollout"),
                                        "application",
                                        release.appid())));
        assertThat(after.get("url").stringValue()).isEqualTo(receiver.url("/hook"));
        assertThat(after.get("application").stringValue()).isEqualTo(release.appid());
        problem(call("PATCH", "/webhooks/ci", etag, Map.of()), 412, "changed-meanwhile");
        problem(call("POST", "/webhooks/ci/disable", "*", Map.of()), 422, "reason-required");
        json(call("POST", "/webhooks/ci/disable", "*", Map.of("reason", "moves house")));
        problem(call("POST", "/webhooks/ci/ping", null, Map.of()), 409, "webhook-disabled");
        json(call("POST", "/webhooks/ci/enable", "*", Map.of()));
        problem(call("GET", "/webhooks/nobody", null, null), 404, "webhook-unknown");
        problem(call("GET", "/webhooks/ci/deliveries?state=x", null, null), 400, "state-invalid");
        assertThat(call("DELETE", "/webhooks/ci", "*", null).statusCode()).isEqualTo(204);
        assertThat(call("GET", "/audit", null, null).body())
                .contains("webhook.create", "webhook.remove", "moves house")
                .doesNotContain(secret, "/hook\"");
    }

    @Test
    void privatePlacesAreRefusedWhenNamedAndWhenSentTo() throws Exception {
        try (TestDatabase other = TestServer.database();
                TestServer strict = TestServer.start(other, "--platte.webhooks.allow-http=true")) {
            String admin =
                    strict.get(Tokens.class)
                            .issue("t", Role.ADMIN, List.of(), null, Caller.system("test"))
                            .secret();
            String literal = "{\"name\":\"a\",\"url\":\"" + receiver.url("/") + "\"}";
            problem(post(strict, admin, "/webhooks", literal), 422, "webhook-url-refused");
            String name = literal.replace("127.0.0.1", "localhost");
            assertThat(post(strict, admin, "/webhooks", name).statusCode()).isEqualTo(201);
            assertThat(post(strict, admin, "/webhooks/a/ping", "{}").statusCode()).isEqualTo(202);
            await().atMost(Duration.ofSeconds(20))
                    .until(
                            () ->
                                    strict.send(
                                                    strict.to("/api/v1/webhooks/a/deliveries")
                                                            .header(
                                                                    "Authorization",
                                                                    "Bearer " + admin))
                                            .body()
                                            .contains("is at the private address"));
            assertThat(receiver.isSilent()).isTrue();
        }
    }

    private static HttpResponse<String> post(
            TestServer to, String secret, String path, String body) {
        return to.send(
                to.to("/api/v1" + path)
                        .header("Authorization", "Bearer " + secret)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body)));
    }
}
