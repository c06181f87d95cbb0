package dev.platte.server.api;

import static dev.platte.server.api.Rest.etag;
import static dev.platte.server.api.Rest.json;
import static dev.platte.server.api.Rest.ok;
import static dev.platte.server.api.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Audit;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.omaha.response.UpdateAnswer.NoUpdate;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class RolloutApiTest {

    private static final Map<String, String> WHY = Map.of("reason", "storm");

    private final TestServer server = TestServer.shared();
    private final Release release = Release.on(server);
    private final Rest rest = new Rest(server, Rest.application(release.appid()));

    private String rolling() {
        JsonNode list = ok(rest.get("/rollouts?state=running"));
        return "/rollouts/" + list.get(0).get("id").stringValue();
    }

    private void policy(String document) {
        ok(rest.call("PUT", "/groups/stable/policy", "*", document));
    }

    @Test
    void rolloutIsListedAndShownWithPaceCountsAndHistory() {
        policy(
                """
                {"ramp": {"first": 100, "frames": []}, "limits": {"atOnce": 7},
                 "halt": {"allowed": 2.5, "minimumSample": 9}}
                """);
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        JsonNode listed = ok(rest.get("/rollouts?group=stable&state=running"));
        assertThat(listed).hasSize(1);
        HttpResponse<String> answer = rest.get(rolling());
        JsonNode shown = ok(answer).get("rollout");
        assertThat(shown.get("group").stringValue()).isEqualTo("stable");
        assertThat(shown.get("version").stringValue()).isEqualTo("2.0.0");
        assertThat(shown.at("/pace/open").intValue()).isEqualTo(100);
        assertThat(shown.at("/pace/atOnce").intValue()).isEqualTo(7);
        assertThat(shown.at("/pace/perPeriod").isNull()).isTrue();
        assertThat(shown.at("/pace/halt/allowed").doubleValue()).isEqualTo(2.5);
        assertThat(shown.at("/counts/open").intValue()).isEqualTo(1);
        assertThat(json(answer).at("/history/0/what").stringValue()).isEqualTo("CREATED");
        assertThat(rest.getIfChanged(rolling(), etag(answer)).statusCode()).isEqualTo(304);
        machine.tell(3, 0, "errorcode=\"37\"");
        JsonNode after = ok(rest.getIfChanged(rolling(), etag(answer)));
        assertThat(after.at("/rollout/counts/failed").intValue()).isEqualTo(1);
    }

    @Test
    void rolloutIsPausedHaltedResumedAndCompletedWithReasonsAndRevisions() {
        release.point(release.publish("2.0.0", 10));
        String place = rolling();
        String seen = etag(rest.get(place));
        problem(rest.call("POST", place + "/pause", null, WHY), 428, "if-match-missing");
        problem(rest.post(place + "/pause", "\"77\"", WHY), 412, "changed-meanwhile");
        problem(rest.post(place + "/halt", seen, Map.of()), 422, "reason-required");
        HttpResponse<String> paused = rest.post(place + "/pause", seen, WHY);
        assertThat(ok(paused).get("state").stringValue()).isEqualTo("PAUSED");
        assertThat(json(paused).get("stateReason").stringValue()).isEqualTo("storm");
        problem(rest.post(place + "/pause", etag(paused), WHY), 409, "rollout-not-running");
        HttpResponse<String> halted = rest.post(place + "/halt", etag(paused), WHY);
        assertThat(ok(halted).get("state").stringValue()).isEqualTo("HALTED");
        HttpResponse<String> resumed = rest.post(place + "/resume", etag(halted), WHY);
        assertThat(ok(resumed).get("state").stringValue()).isEqualTo("RUNNING");
        HttpResponse<String> tried = rest.post(place + "/complete?dryRun=true", "*", WHY);
        assertThat(ok(tried).get("state").stringValue()).isEqualTo("COMPLETED");
        assertThat(ok(rest.get(place)).at("/rollout/state").stringValue()).isEqualTo("RUNNING");
        ok(rest.post(place + "/complete", etag(resumed), WHY));
        List<String> history = new ArrayList<>();
        ok(rest.get(place)).get("history").forEach(e -> history.add(e.get("what").stringValue()));
        assertThat(history).containsExactly("CREATED", "PAUSED", "HALTED", "RESUMED", "COMPLETED");
        assertThat(server.get(Audit.class).newest(null, null, 1).getFirst().verb())
                .isEqualTo("rollout.complete");
    }

    @Test
    void rolloutsArePagedAndThoseOfOthersAreNotFound() {
        for (String version : List.of("2.0.0", "3.0.0", "4.0.0")) {
            release.point(release.publish(version, 10));
        }
        List<String> versions = new ArrayList<>();
        String path = "/rollouts?limit=2";
        while (!path.isEmpty()) {
            HttpResponse<String> page = rest.get(path);
            ok(page).forEach(row -> versions.add(row.get("version").stringValue()));
            String link = page.headers().firstValue("Link").orElse("");
            path =
                    link.isEmpty()
                            ? ""
                            : link.substring(link.indexOf("/rollouts"), link.indexOf('>'));
        }
        assertThat(versions).containsExactly("4.0.0", "3.0.0", "2.0.0");
        Rest other = new Rest(server, Rest.application(Release.on(server).appid()));
        problem(other.get(rolling()), 404, "rollout-unknown");
        problem(rest.get("/rollouts/nonsense"), 404, "rollout-unknown");
        problem(rest.get("/rollouts?state=happy"), 400, "state-invalid");
        problem(rest.get("/rollouts?limit=0"), 400, "limit-invalid");
    }

    @Test
    void policyIsPutPatchedAndRefusedByTheNameOfItsField() {
        HttpResponse<String> usual = rest.get("/groups/stable/policy");
        assertThat(ok(usual).at("/limits/atOnce").isNull()).isTrue();
        HttpResponse<String> set =
                rest.call(
                        "PUT",
                        "/groups/stable/policy",
                        etag(usual),
                        """
                        {"limits": {"atOnce": 5}, "reason": "slowly",
                         "windows": {"zone": "Europe/Berlin",
                           "weekly": [{"days": ["MONDAY"], "from": "22:00", "to": "04:00"}]}}
                        """);
        assertThat(ok(set).at("/limits/atOnce").intValue()).isEqualTo(5);
        HttpResponse<String> patched =
                rest.call(
                        "PATCH",
                        "/groups/stable/policy",
                        etag(set),
                        "{\"limits\": {\"perPeriod\": 3}, \"windows\": null}");
        assertThat(ok(patched).at("/limits/atOnce").intValue()).isEqualTo(5);
        assertThat(json(patched).at("/limits/perPeriod").intValue()).isEqualTo(3);
        assertThat(json(patched).at("/windows/weekly")).isEmpty();
        problem(
                rest.call("PUT", "/groups/stable/policy", etag(set), "{}"),
                412,
                "changed-meanwhile");
        HttpResponse<String> wrong =
                rest.call("PATCH", "/groups/stable/policy", "*", "{\"limits\": {\"atOnce\": -1}}");
        problem(wrong, 422, "policy-invalid");
        assertThat(json(wrong).get("detail").stringValue()).contains("policy.limits.atOnce", "-1");
        problem(
                rest.call("PATCH", "/groups/stable/policy", "*", "{\"limts\": {}}"),
                422,
                "policy-invalid");
        problem(rest.call("PUT", "/groups/stable/policy", "*", "[]"), 422, "body-invalid");
    }

    @Test
    void hostIsPinnedAimedAndLetGo() {
        UpdatePackage first = release.publish("1.0.0", 10);
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "0.9.0");
        String pin = "/hosts/" + machine.id() + "/pin";
        String until = server.clock().instant().plusSeconds(3600).toString();
        problem(rest.get(pin), 404, "pin-unknown");
        ok(rest.call("PUT", pin, null, Map.of("until", until, "reason", "customer demo")));
        assertThat(machine.check()).isInstanceOf(NoUpdate.class);
        JsonNode shown = ok(rest.get(pin));
        assertThat(shown.get("version").isNull()).isTrue();
        assertThat(shown.get("reason").stringValue()).isEqualTo("customer demo");
        ok(
                rest.call(
                        "PUT",
                        pin,
                        null,
                        Map.of("until", until, "version", first.version(), "reason", "r")));
        assertThat(ok(rest.get("/pins")).get(0).get("version").stringValue()).isEqualTo("1.0.0");
        assertThat(machine.check()).isInstanceOf(Offer.class);
        problem(rest.call("PUT", pin, null, Map.of("until", until)), 422, "reason-required");
        problem(
                rest.call("PUT", pin, null, Map.of("until", "soon", "reason", "r")),
                422,
                "pin-until-invalid");
        problem(
                rest.call(
                        "PUT",
                        "/hosts/unseen/pin",
                        null,
                        Map.of("until", until, "version", "1.0.0", "reason", "r")),
                422,
                "field-missing");
        assertThat(rest.call("DELETE", pin, null, null).statusCode()).isEqualTo(204);
        problem(rest.call("DELETE", pin, null, null), 404, "pin-unknown");
    }

    @Test
    void rollbackWithdrawsPointsBackAndSendsDown() {
        release.point(release.publish("1.0.0", 10));
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "2.0.0");
        assertThat(machine.check()).isInstanceOf(NoUpdate.class);
        Map<String, @Nullable Object> body = new HashMap<>();
        body.put("version", "1.0.0");
        body.put("offerDowngrade", true);
        String place = "/channels/amd64/stable/rollback";
        problem(rest.post(place, "*", body), 422, "reason-required");
        body.put("reason", "eats disks");
        problem(rest.post(place, "\"99\"", body), 412, "changed-meanwhile");
        JsonNode tried = ok(rest.post(place + "?dryRun=true", "*", body));
        assertThat(tried.at("/channel/version").stringValue()).isEqualTo("1.0.0");
        assertThat(machine.check()).isInstanceOf(NoUpdate.class);
        JsonNode done = ok(rest.post(place, etag(rest.get("/channels/amd64/stable")), body));
        assertThat(done.at("/withdrawn/withdrawnReason").stringValue()).isEqualTo("eats disks");
        assertThat(done.get("rollouts")).hasSize(1);
        assertThat(ok(rest.get(rolling())).at("/rollout/offersDowngrade").booleanValue()).isTrue();
        assertThat(machine.check()).isInstanceOf(Offer.class);
        problem(rest.post(place, "*", body), 409, "rollback-not-back");
    }
}
