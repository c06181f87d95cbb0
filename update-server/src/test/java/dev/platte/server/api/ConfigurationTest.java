package dev.platte.server.api;

import static dev.platte.server.api.Rest.json;
import static dev.platte.server.api.Rest.ok;
import static dev.platte.server.api.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Audit;
import dev.platte.db.rollout.Rollouts;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ConfigurationTest {

    private final TestServer server = TestServer.shared();
    private final Release release = Release.on(server);
    private final Rest rest = new Rest(server, "/api/v1");

    private JsonNode apply(String query, String document) {
        return ok(rest.call("POST", "/apply" + query, null, document));
    }

    @Test
    void whatWasExportedChangesNothing() {
        release.floor(release.publish("1.0.0", 10));
        release.point(release.publish("2.0.0", 10));
        String document = rest.get("/export").body();
        assertThat(document).contains(release.appid(), "track: stable", "version: 2.0.0");
        assertThat(apply("", document).get("changes")).isEmpty();
    }

    @Test
    void documentMakesPoliciesBeforeRolloutsAndIsIdempotent() {
        release.publish("1.0.0", 10);
        release.publish("2.0.0", 10);
        String document =
                """
                applications:
                - appid: "%s"
                  channels:
                  - {name: stable, arch: amd64, version: 2.0.0,
                     floors: [{version: 1.0.0, reason: new bootloader}]}
                  - {name: edge, arch: amd64}
                  groups:
                  - {track: stable, channel: stable, policy: {limits: {atOnce: 3}}}
                  - {track: lab, channel: stable, policy: {ramp: {first: 10}}}
                """
                        .formatted(release.appid());
        JsonNode tried = apply("?dryRun=true", document);
        assertThat(tried.get("changes")).hasSize(5);
        assertThat(server.get(Rollouts.class).list(release.applicationId(), null, null, 9))
                .isEmpty();
        JsonNode done = apply("?reason=as-code", document);
        assertThat(done.get("changes")).isEqualTo(tried.get("changes"));
        assertThat(apply("", document).get("changes")).isEmpty();
        assertThat(server.get(Rollouts.class).list(release.applicationId(), null, null, 9))
                .extracting(rollout -> rollout.pace().limits().atOnce())
                .contains(3)
                .hasSize(2);
        assertThat(server.get(Rollouts.class).list(release.applicationId(), null, null, 9))
                .extracting(rollout -> rollout.pace().ramp().first().toString())
                .containsExactlyInAnyOrder("10 %", "100 %");
        assertThat(server.get(Audit.class).newest(null, null, 1).getFirst().reason())
                .isEqualTo("as-code");
        JsonNode later = apply("", document.replace("track: lab", "track: new-lab"));
        assertThat(later.at("/changes/0/after").stringValue()).isEqualTo("new-lab");
        assertThat(server.get(Rollouts.class).list(release.applicationId(), null, null, 1))
                .singleElement()
                .satisfies(
                        rollout ->
                                assertThat(rollout.pace().ramp().first().toString())
                                        .isEqualTo("10 %"));
    }

    @Test
    void oneBadLineUndoesAll() {
        String fresh = "com.example." + UUID.randomUUID();
        String document =
                """
                applications:
                - appid: %s
                  channels:
                  - {name: stable, arch: amd64, version: 9.9.9}
                """
                        .formatted(fresh);
        problem(rest.call("POST", "/apply", null, document), 404, "package-unknown");
        problem(rest.get("/applications/" + fresh), 404, "application-unknown");
    }

    @Test
    void unsafeAndMisspeltDocumentsAreRefused() {
        for (String bad :
                new String[] {
                    "a: [", "!!javax.script.ScriptEngineManager [x]", "a: 1\na: 2", "[".repeat(99)
                }) {
            problem(rest.call("POST", "/apply", null, bad), 422, "yaml-invalid");
        }
        problem(rest.call("POST", "/apply", null, "aplications: []"), 422, "field-unknown");
        problem(rest.call("POST", "/apply", null, "applications: 7"), 422, "field-invalid");
        problem(rest.call("POST", "/apply", null, "plain"), 422, "body-invalid");
        String billion = "a: &a [x,x]\nb: &b [*a,*a]\n" + "c: [" + "*b,".repeat(30) + "*b]\n";
        assertThat(json(rest.call("POST", "/apply", null, billion)).get("status").intValue())
                .isEqualTo(422);
    }

    @Test
    void webhooksLeaveWithoutTheirSecretsAndComeBack() {
        String name = "hook-" + UUID.randomUUID();
        String document =
                """
                webhooks:
                - {name: %s, url: "https://hooks.example.com/a", application: "%s", kinds: [rollout]}
                """
                        .formatted(name, release.appid());
        assertThat(apply("?dryRun=true", document).get("changes")).hasSize(1);
        assertThat(apply("", document).at("/changes/0/what").stringValue())
                .isEqualTo("webhook " + name);
        assertThat(apply("", document).get("changes")).isEmpty();
        String exported = rest.get("/export").body();
        assertThat(exported).contains("https://hooks.example.com/a").doesNotContain("whsec_");
        assertThat(apply("", exported).get("changes")).isEmpty();
        JsonNode moved = apply("", document.replace("com/a", "com/b"));
        assertThat(moved.at("/changes/0/after").stringValue()).contains("com/b");
        problem(
                rest.call("POST", "/apply", null, document.replace("rollout]", "explosion]")),
                422,
                "event-kind-unknown");
    }
}
