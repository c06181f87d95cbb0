package dev.platte.server.api;

import static dev.platte.server.api.Rest.json;
import static dev.platte.server.api.Rest.ok;
import static dev.platte.server.api.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class PromotionApiTest {

    private final TestServer server = TestServer.shared();
    private final Release release = Release.on(server);
    private final Rest rest = new Rest(server, Rest.application(release.appid()));

    @Test
    void channelSaysWhichRulesLeadToItAndWhatIsMissing() {
        assertThat(ok(rest.get("/channels/amd64/stable/promotion"))).isEmpty();
        rest.call("POST", "/channels", null, Map.of("name", "lts", "arch", "amd64"));
        ok(
                rest.call(
                        "PUT",
                        "/groups/stable/policy",
                        "*",
                        """
                        {"promotion": {"to": "lts", "soak": "P3D", "minUpdated": 7, "allowed": 2,
                            "approvals": 1}}
                        """));
        release.point(release.publish("2.0.0", 10));
        JsonNode said = ok(rest.get("/channels/amd64/lts/promotion")).get(0);
        assertThat(said.get("from").stringValue()).isEqualTo("stable");
        assertThat(said.get("version").stringValue()).isEqualTo("2.0.0");
        assertThat(said.get("phase").stringValue()).isEqualTo("WAITING");
        assertThat(said.get("since").isNull()).isFalse();
        JsonNode checks = said.at("/groups/0/checks");
        assertThat(checks).hasSize(5);
        assertThat(checks.get(2).get("check").stringValue()).isEqualTo("ENOUGH_HOSTS");
        assertThat(checks.get(2).get("have").doubleValue()).isZero();
        assertThat(checks.get(2).get("need").doubleValue()).isEqualTo(7);
        assertThat(said.get("sentence").stringValue()).contains("0 hosts have updated");
    }

    @Test
    void moveIsProposedWhereOthersMustAgree() {
        rest.call("POST", "/channels", null, Map.of("name", "lts", "arch", "amd64"));
        String lts = "/channels/amd64/lts";
        release.publish("2.0.0", 10);
        Map<String, String> two = Map.of("version", "2.0.0", "reason", "it soaked");
        problem(rest.post(lts + "/proposals", "*", two), 409, "approval-needless");
        ok(
                rest.call(
                        "PUT",
                        "/groups/stable/policy",
                        "*",
                        "{\"promotion\": {\"to\": \"lts\", \"approvals\": 2}}"));
        problem(rest.call("PATCH", lts, "*", two), 409, "approval-missing");
        JsonNode tried = ok(rest.call("PATCH", lts + "?dryRun=true", "*", two));
        assertThat(tried.at("/promotion/approvals").intValue()).isEqualTo(2);
        HttpResponse<String> asked = rest.post(lts + "/proposals", "*", two);
        assertThat(asked.statusCode()).isEqualTo(202);
        assertThat(asked.headers().firstValue("Location").orElseThrow())
                .isEqualTo("/api/v1/approvals/" + json(asked).get("id"));
        assertThat(json(asked).get("needed").intValue()).isEqualTo(2);
        assertThat(json(asked).get("reason").stringValue()).isEqualTo("it soaked");
        problem(rest.post(lts + "/proposals", "*", Map.of("version", "9")), 404, "package-unknown");
    }

    @Test
    void channelsHistoryIsListed() {
        release.point(release.publish("1.0.0", 10));
        release.point(release.publish("2.0.0", 10));
        HttpResponse<String> page = rest.get("/channels/amd64/stable/history?limit=1");
        assertThat(ok(page).get(0).get("version").stringValue()).isEqualTo("2.0.0");
        assertThat(page.headers().firstValue("Link").orElseThrow())
                .contains("cursor=" + json(page).get(0).get("id"));
        assertThat(ok(rest.get("/channels/amd64/stable/history"))).hasSize(2);
    }
}
