package dev.platte.server.api;

import static dev.platte.server.api.Rest.ok;
import static dev.platte.server.api.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.fleet.HostState;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class HostCareApiTest {

    private final TestServer server = TestServer.shared();
    private final Release release = Release.on(server);
    private final Rest rest = new Rest(server, Rest.application(release.appid()));

    private Machine machine() {
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        return machine;
    }

    private List<Machine> machines(int many) {
        return Stream.generate(this::machine).limit(many).toList();
    }

    private JsonNode act(String address, Map<String, ?> body) {
        return ok(rest.call("POST", "/hosts/" + address, null, body));
    }

    @Test
    void oneHostIsRetiredAndForgotten() {
        Machine machine = machine();
        String host = "/hosts/" + machine.id();
        problem(rest.call("POST", host + "/retire", null, Map.of()), 422, "reason-required");
        problem(rest.call("DELETE", host + "?reason=gone", null, null), 409, "host-not-retired");
        JsonNode retired = act(machine.id() + "/retire", Map.of("reason", "scrapped"));
        assertThat(retired.get("retired").isString()).isTrue();
        assertThat(ok(rest.get("/hosts?retired=true")).size()).isEqualTo(1);
        assertThat(ok(rest.get("/hosts")).size()).isZero();
        assertThat(rest.call("DELETE", host + "?reason=gone", null, null).statusCode())
                .isEqualTo(204);
        problem(rest.get(host), 404, "host-unknown");
    }

    @Test
    void oneHostIsReset() {
        release.point(release.publish("2.0.0", 10));
        Machine machine = machine();
        assertThat(machine.state()).isEqualTo(HostState.GRANTED);
        problem(
                rest.call(
                        "POST", "/hosts/" + machine.id() + "/retire", null, Map.of("reason", "x")),
                409,
                "host-on-its-way");
        JsonNode reset = act(machine.id() + "/reset", Map.of("reason", "repaired"));
        assertThat(reset.get("state").stringValue()).isEqualTo("UNKNOWN");
        problem(
                rest.call("POST", "/hosts/nobody/reset", null, Map.of("reason", "x")),
                404,
                "host-unknown");
    }

    @Test
    void duplicatesAreListedAndTrustedAgain() {
        Machine machine = machine();
        for (String boot : List.of("{a}", "{b}", "{a}", "{b}")) {
            machine.boot(boot).check();
        }
        assertThat(ok(rest.get("/duplicates")).get(0).get("machineId").stringValue())
                .isEqualTo(machine.id());
        act(machine.id() + "/trust", Map.of());
        assertThat(ok(rest.get("/duplicates")).size()).isZero();
    }

    @Test
    void manyHostsAreRetiredAfterALook() {
        List<Machine> machines = machines(5);
        Map<String, ?> look = Map.of("version", "1.0.0", "reason", "the lab is gone");
        JsonNode seen = act("retire?dryRun=true", look);
        assertThat(seen.get("matched").longValue()).isEqualTo(5);
        assertThat(seen.get("done").longValue()).isEqualTo(5);
        assertThat(ok(rest.get("/hosts")).size()).isEqualTo(5);
        problem(rest.call("POST", "/hosts/retire", null, look), 422, "field-missing");
        problem(
                rest.call(
                        "POST",
                        "/hosts/retire",
                        null,
                        Map.of("version", "1.0.0", "reason", "x", "atMost", 4)),
                409,
                "hosts-too-many");
        JsonNode done =
                act("retire", Map.of("version", "1.0.0", "reason", "the lab is gone", "atMost", 5));
        assertThat(done.get("done").longValue()).isEqualTo(5);
        assertThat(done.get("machines").valueStream().map(JsonNode::stringValue))
                .containsExactlyInAnyOrderElementsOf(machines.stream().map(Machine::id).toList());
        assertThat(ok(rest.get("/hosts")).size()).isZero();
        act("forget", Map.of("version", "1.0.0", "retired", true, "reason", "gone", "atMost", 5));
        assertThat(ok(rest.get("/hosts?retired=true")).size()).isZero();
    }

    @Test
    void hostsOnTheirWayAreLeftWhenManyAreRetiredAndCanBeReset() {
        Machine idle = machine();
        release.point(release.publish("2.0.0", 10));
        Machine moving = machine();
        Map<String, ?> all = Map.of("prefix", "", "reason", "moved", "atMost", 10);
        JsonNode retired = act("retire", all);
        assertThat(retired.get("done").longValue()).isEqualTo(1);
        assertThat(retired.get("left").longValue()).isEqualTo(1);
        assertThat(idle.host().retired()).isNotNull();
        assertThat(act("reset", all).get("done").longValue()).isEqualTo(1);
        assertThat(moving.state()).isEqualTo(HostState.UNKNOWN);
        assertThat(act("retire", all).get("done").longValue()).isEqualTo(1);
    }

    @Test
    void nothingIsMeantBySayingNothing() {
        machine();
        problem(
                rest.call("POST", "/hosts/retire?dryRun=true", null, Map.of("reason", "x")),
                422,
                "choice-missing");
        problem(
                rest.call(
                        "POST",
                        "/hosts/retire?dryRun=true",
                        null,
                        Map.of("silentfor", "P30D", "reason", "x")),
                422,
                "field-unknown");
        problem(
                rest.call(
                        "POST",
                        "/hosts/forget?dryRun=true",
                        null,
                        Map.of("retired", true, "reason", "x")),
                422,
                "choice-missing");
    }

    @Test
    void whatWasDoneToManyIsInTheAuditTrail() {
        Machine machine = machine();
        act("retire", Map.of("prefix", machine.id(), "reason", "burnt down", "atMost", 1));
        Rest all = new Rest(server, "/api/v1");
        JsonNode row = ok(all.get("/audit?subject=hosts/" + release.applicationId())).get(0);
        assertThat(row.get("verb").stringValue()).isEqualTo("host.retire");
        assertThat(row.get("after").stringValue()).contains(machine.id());
        assertThat(row.get("reason").stringValue()).isEqualTo("burnt down");
    }
}
