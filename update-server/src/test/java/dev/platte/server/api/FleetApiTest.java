package dev.platte.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.catalog.Catalog;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostFacts;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.PollRecord;
import dev.platte.db.fleet.Samples;
import dev.platte.server.fixture.TestServer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class FleetApiTest {
    private static final String APP = "com.example.fleet-api";

    private final TestServer server = TestServer.shared();
    private final Rest rest = new Rest(server, Rest.application(APP));
    private final Instant now = server.get(InstantSource.class).instant();

    @BeforeEach
    void fleetIsThere() {
        new Rest(server, "/api/v1")
                .call("POST", "/applications", null, Map.of("appid", APP, "name", APP));
        long application = server.get(Catalog.class).application(APP).orElseThrow().id();
        poll(application, "lamp-1", "1.0", "10.1.0.1", HostState.COMPLETE, null);
        poll(application, "lamp-2", "1.0", "10.1.0.2", HostState.FAILED, 0x10000000L + 10);
        poll(application, "desk-1", "2.0", "10.2.0.1", HostState.COMPLETE, null);
    }

    private void poll(
            long application,
            String name,
            String version,
            String address,
            HostState state,
            Long error) {
        HostFacts facts =
                new HostFacts(
                        "nowhere",
                        version,
                        null,
                        "amd64",
                        null,
                        null,
                        "The " + name,
                        null,
                        address);
        server.get(Fleet.class)
                .recordPolls(
                        List.of(
                                new PollRecord(
                                        UUID.randomUUID(),
                                        0,
                                        now.minusSeconds(3 * 86_400),
                                        new HostKey(application, name),
                                        null,
                                        facts,
                                        state,
                                        null,
                                        error,
                                        List.of())));
    }

    private List<String> found(String query) {
        List<String> names = new ArrayList<>();
        Rest.ok(rest.get("/hosts?" + query))
                .forEach(host -> names.add(host.get("machineId").stringValue()));
        return names;
    }

    @Test
    void hostsAreFoundByWhatIsKnownOfThem() {
        assertThat(found("alias=the%20LAMP")).containsExactly("lamp-1", "lamp-2");
        assertThat(found("address=10.2.")).containsExactly("desk-1");
        assertThat(found("error=10")).as("without its flags").containsExactly("lamp-2");
        assertThat(found("silentFor=P2D&state=complete")).containsExactly("desk-1", "lamp-1");
        assertThat(found("silentFor=P4D")).isEmpty();
        assertThat(found("retired=true")).isEmpty();
        Rest.problem(rest.get("/hosts?silentFor=long"), 400, "duration-invalid");
        Rest.problem(rest.get("/hosts?silentFor=PT-1S"), 400, "duration-invalid");
        Rest.problem(rest.get("/hosts?silentFor=P999999999999D"), 400, "duration-invalid");
        Rest.problem(rest.get("/hosts?alias=%00"), 400, "choice-invalid");
    }

    @Test
    void whatTheCountersKnowIsSaidBesideThePage() {
        assertThat(rest.get("/hosts?state=complete&limit=1").headers().firstValue("X-Total-Count"))
                .hasValue("2");
        assertThat(rest.get("/hosts?alias=the").headers().firstValue("X-Total-Count")).isEmpty();
    }

    @Test
    void countsAreByVersionAndState() {
        JsonNode counts = Rest.ok(rest.get("/fleet/counts"));
        List<String> said = new ArrayList<>();
        counts.forEach(
                one ->
                        said.add(
                                "%s %s %s %d"
                                        .formatted(
                                                one.get("group").isNull(),
                                                one.get("version").stringValue(),
                                                one.get("state").stringValue(),
                                                one.get("hosts").longValue())));
        assertThat(said)
                .containsExactlyInAnyOrder(
                        "true 1.0 COMPLETE 1", "true 1.0 FAILED 1", "true 2.0 COMPLETE 1");
    }

    @Test
    void timelineHasTheSamplesOfItsBounds() {
        server.get(Samples.class).take(now.minusSeconds(600));
        JsonNode line = Rest.ok(rest.get("/fleet/timeline"));
        assertThat(line).hasSize(3);
        assertThat(line.get(0).get("version").stringValue()).isEqualTo("1.0");
        assertThat(line.get(0).get("hosts").longValue()).isEqualTo(1);
        assertThat(
                        Rest.ok(
                                rest.get(
                                        "/fleet/timeline?from=2000-01-01T00:00:00Z&to=2000-01-02T00:00:00Z")))
                .isEmpty();
        Rest.problem(rest.get("/fleet/timeline?step=PT1S"), 400, "step-invalid");
        Rest.problem(rest.get("/fleet/timeline?from=yesterday"), 400, "instant-invalid");
        Rest.problem(
                rest.get("/fleet/timeline?to=-1000000000-01-01T00:00:00Z"), 400, "instant-invalid");
        Rest.problem(rest.get("/fleet/timeline?from=2000-01-01T00:00:00Z"), 400, "too-many-points");
        Rest.problem(rest.get("/fleet/timeline?group=nowhere"), 404, "group-unknown");
    }
}
