package dev.platte.server.api;

import static dev.platte.server.api.Rest.ok;
import static dev.platte.server.api.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Grant;
import dev.platte.db.access.Permissions;
import dev.platte.db.access.Role;
import dev.platte.db.request.HostRequests;
import dev.platte.db.request.KeptRequest;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class HostRequestApiTest {

    private static final String PING = "<ping active=\"1\"></ping>";

    private final TestServer server = TestServer.shared();
    private final Release release = Release.on(server);
    private final Rest rest = new Rest(server, Rest.application(release.appid()));

    private Machine machine(String version) {
        Machine machine = new Machine(server, release, version);
        machine.check();
        return machine;
    }

    private JsonNode kept(Machine machine) {
        return ok(rest.get("/hosts/" + machine.id() + "/request"));
    }

    private void record(Machine machine) {
        ok(rest.call("POST", "/hosts/" + machine.id() + "/record", null, Map.of()));
    }

    @Test
    void requestIsKeptWordForWord() {
        Machine machine = machine("1.0.0");
        JsonNode kept = kept(machine);
        assertThat(kept.get("text").stringValue()).isEqualTo(machine.request(Machine.CHECK));
        assertThat(kept.get("bytes").intValue()).isEqualTo(machine.request(Machine.CHECK).length());
        assertThat(kept.get("replica").stringValue()).isNotBlank();
        assertThat(Instant.parse(kept.get("at").stringValue()))
                .isEqualTo(machine.host().lastSeen());
    }

    @Test
    void requestThatRepeatsWhatWasSaidIsKeptOnlyIfSomebodyAskedForIt() {
        Machine machine = machine("1.0.0");
        machine.poll(PING);
        assertThat(kept(machine).get("text").stringValue()).contains("<updatecheck");
        record(machine);
        assertThat(kept(machine).get("text").stringValue()).contains("<updatecheck");
        machine.poll(PING);
        assertThat(kept(machine).get("text").stringValue()).isEqualTo(machine.request(PING));
        machine.check();
        assertThat(kept(machine).get("text").stringValue())
                .as("once, and no longer")
                .isEqualTo(machine.request(PING));
    }

    @Test
    void whoAskedForTheNextRequestStandsInTheAuditTrail() {
        Machine machine = machine("1.0.0");
        record(machine);
        JsonNode rows = ok(new Rest(server, "/api/v1").get("/audit?verb=host.record&limit=1"));
        assertThat(rows.get(0).get("subject").stringValue()).endsWith(machine.id());
    }

    @Test
    void ofALongRequestTheBeginningIsKept() {
        Machine machine = machine("1.0.0");
        String padding = PING + "<!-- " + "p".repeat(20_000) + " -->";
        record(machine);
        machine.poll(padding);
        JsonNode kept = kept(machine);
        assertThat(kept.get("isCut").booleanValue()).isTrue();
        assertThat(kept.get("bytes").intValue()).isEqualTo(machine.request(padding).length());
        assertThat(kept.get("text").stringValue())
                .hasSize(16_384)
                .isEqualTo(machine.request(padding).substring(0, 16_384));
    }

    @Test
    void whatIsSaidOfOtherApplicationsIsForThoseWhoSeeAll() {
        Machine machine = new Machine(server, release, "1.0.0");
        Release other = Release.on(server);
        Machine twin = new Machine(server, other, "1.0.0");
        String both =
                machine.request("").replace(machine.app(""), machine.app(PING) + twin.app(PING));
        assertThat(server.post("/v1/update", both).statusCode()).isEqualTo(200);
        assertThat(kept(machine).get("text").stringValue()).isEqualTo(both);

        Permissions one =
                new Permissions(
                        Role.ADMIN, List.of(new Grant(Role.ADMIN, release.appid())), List.of());
        KeptRequest seen = server.get(HostRequests.class).find(machine.host(), one).orElseThrow();
        assertThat(seen.applications()).isEqualTo(2);
        assertThat(seen.text()).isNull();
    }

    @Test
    void hostsThatAreForgottenTakeTheirRequestsAlong() {
        Machine machine = machine("1.0.0");
        String host = "/hosts/" + machine.id();
        ok(rest.call("POST", host + "/retire", null, Map.of("reason", "scrapped")));
        assertThat(rest.call("DELETE", host + "?reason=gone", null, null).statusCode())
                .isEqualTo(204);
        problem(rest.get(host + "/request"), 404, "host-unknown");
        problem(rest.call("POST", host + "/record", null, Map.of()), 404, "host-unknown");
    }
}
