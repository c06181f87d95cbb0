package dev.platte.server.api;

import static dev.platte.server.api.Rest.etag;
import static dev.platte.server.api.Rest.json;
import static dev.platte.server.api.Rest.ok;
import static dev.platte.server.api.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class LockApiTest {

    private final TestServer server = TestServer.shared();
    private final String name = "g-" + UUID.randomUUID();
    private final Rest rest = new Rest(server, "/api/v1");
    private final String path = "/locks/" + name;

    private HttpResponse<String> create(Map<String, ?> more) {
        Map<String, Object> body = new java.util.HashMap<>(more);
        body.put("name", name);
        return rest.call("POST", "/locks", null, body);
    }

    private int asks(String host) {
        return server.send(
                        server.to("/v1/pre-reboot")
                                .header("fleet-lock-protocol", "true")
                                .POST(
                                        BodyPublishers.ofString(
                                                "{\"client_params\":{\"id\":\"%s\",\"group\":\"%s\"}}"
                                                        .formatted(host, name))))
                .statusCode();
    }

    @Test
    void groupsAreMadeReadChangedAndRemoved() {
        Release release = Release.on(server);
        HttpResponse<String> made =
                create(
                        Map.of(
                                "rules", Map.of("limit", 2),
                                "covers",
                                        List.of(
                                                Map.of(
                                                        "application",
                                                        release.appid(),
                                                        "group",
                                                        "stable"))));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        problem(create(Map.of()), 409, "lock-group-exists");
        JsonNode group = ok(rest.get(path));
        assertThat(group.get("limit").intValue()).isEqualTo(2);
        assertThat(group.at("/covers/0/group").stringValue()).isEqualTo("stable");
        assertThat(group.at("/rules/hold").stringValue()).isEqualTo("PT1H");

        problem(rest.call("PATCH", path, null, Map.of()), 428, "if-match-missing");
        String seen = etag(rest.get(path));
        JsonNode changed =
                ok(
                        rest.call(
                                "PATCH",
                                path,
                                seen,
                                Map.of("rules", Map.of("limit", "50%", "settle", "PT5M"))));
        assertThat(changed.at("/rules/limit").stringValue()).isEqualTo("50%");
        assertThat(changed.at("/rules/settle").stringValue()).isEqualTo("PT5M");
        assertThat(changed.get("covers")).as("absent fields stay").hasSize(1);
        problem(
                rest.call("PATCH", path, seen, Map.of("description", "x")),
                412,
                "changed-meanwhile");
        problem(
                rest.call(
                        "PATCH", path, etag(rest.get(path)), Map.of("rules", Map.of("hold", "1"))),
                422,
                "policy-invalid");
        assertThat(
                        rest.call("DELETE", path + "?reason=gone", etag(rest.get(path)), null)
                                .statusCode())
                .isEqualTo(204);
        problem(rest.get(path), 404, "lock-group-unknown");
    }

    @Test
    void whoHoldsAndWhoWaitsIsSeenAndSlotsAreFreedWithAReason() {
        create(Map.of());
        assertThat(asks("a")).isEqualTo(200);
        assertThat(asks("b")).isEqualTo(423);

        JsonNode slots = ok(rest.get(path + "/slots"));
        assertThat(slots.at("/0/host").stringValue()).isEqualTo("a");
        assertThat(slots.at("/0/state").stringValue()).isEqualTo("HELD");
        JsonNode waiting = ok(rest.get(path + "/waiting?limit=1"));
        assertThat(waiting.at("/0/host").stringValue()).isEqualTo("b");
        assertThat(waiting.at("/0/reason/kind").stringValue())
                .isEqualTo("failed_lock_semaphore_full");
        JsonNode host = ok(rest.get(path + "/hosts/b"));
        assertThat(host.at("/waiting/position").intValue()).isEqualTo(1);
        problem(rest.get(path + "/hosts/nobody"), 404, "lock-host-unknown");
        problem(rest.call("POST", path + "/hosts/a/free", null, Map.of()), 422, "reason-required");
        ok(rest.call("POST", path + "/hosts/a/free", null, Map.of("reason", "it is dead")));
        ok(rest.call("POST", path + "/hosts/c/take", null, Map.of("reason", "a new disk")));
        problem(
                rest.call("POST", path + "/hosts/d/take", null, Map.of("reason", "x")),
                409,
                "lock-slots-taken");
        HttpResponse<String> events = rest.get(path + "/events?limit=2");
        assertThat(ok(events).at("/0/what").stringValue()).isEqualTo("TAKEN");
        assertThat(events.headers().firstValue("Link").orElseThrow()).contains("cursor=");
        assertThat(
                        rest.call("POST", path + "/hosts/b/forget", null, Map.of("reason", "gone"))
                                .statusCode())
                .isEqualTo(204);
    }

    @Test
    void aFrozenGroupSaysWhy() {
        create(Map.of());
        String seen = etag(rest.get(path));
        JsonNode frozen = ok(rest.post(path + "/freeze", seen, Map.of("reason", "year's end")));
        assertThat(frozen.get("frozenReason").stringValue()).isEqualTo("year's end");
        assertThat(frozen.at("/reason/kind").stringValue()).isEqualTo("group_paused");
        assertThat(asks("a")).isEqualTo(423);
        ok(rest.post(path + "/thaw", etag(rest.get(path)), Map.of("reason", "a new year")));
        assertThat(asks("a")).isEqualTo(200);
        ok(rest.post(path + "/resume", etag(rest.get(path)), Map.of("reason", "looked at")));
    }

    @Test
    void tokensAreShownOnce() {
        create(Map.of("access", "token"));
        HttpResponse<String> made =
                rest.call("POST", path + "/tokens", null, Map.of("host", "a", "note", "rack 7"));
        assertThat(made.statusCode()).isEqualTo(201);
        String secret = json(made).get("secret").stringValue();
        JsonNode listed = ok(rest.get(path + "/tokens"));
        assertThat(listed.at("/0/note").stringValue()).isEqualTo("rack 7");
        assertThat(listed.toString()).doesNotContain(secret);
        long id = json(made).at("/token/id").longValue();
        ok(rest.call("POST", path + "/tokens/" + id + "/revoke", null, Map.of()));
        problem(
                rest.call("POST", path + "/tokens/999999/revoke", null, Map.of()),
                404,
                "token-unknown");
    }

    @Test
    void theDocumentOfTheServerHoldsLockGroups() {
        String document =
                """
                locks:
                - name: %s
                  access: TOKEN
                  frozenReason: not yet
                  rules: {limit: 25%%, failureBudget: 2}
                """
                        .formatted(name);
        JsonNode tried = ok(rest.call("POST", "/apply?dryRun=true", null, document));
        assertThat(tried.get("changes")).hasSize(2);
        problem(rest.get(path), 404, "lock-group-unknown");
        ok(rest.call("POST", "/apply", null, document));
        assertThat(ok(rest.call("POST", "/apply", null, document)).get("changes")).isEmpty();
        assertThat(rest.get("/export").body()).contains("name: " + name, "limit: 25%");
        String open = document.replace("not yet", "null").replace("25%", "3");
        assertThat(ok(rest.call("POST", "/apply", null, open)).get("changes")).hasSize(2);
        assertThat(ok(rest.get(path)).get("limit").intValue()).isEqualTo(3);
    }
}
