package dev.platte.server.api;

import static dev.platte.server.api.Rest.etag;
import static dev.platte.server.api.Rest.json;
import static dev.platte.server.api.Rest.ok;
import static dev.platte.server.api.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.catalog.Packages;
import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.HostState;
import dev.platte.omaha.response.Action;
import dev.platte.omaha.response.Manifest;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.omaha.value.Sha256;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Payloads;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Packages with deltas: uploaded, checked, offered to those they fit, taken away. */
final class DeltaApiTest {

    private static final int TRANSFER = 9;
    private static final int WRONG_SOURCE = 20;

    private final TestServer server = TestServer.shared();
    private final Release release = Release.on(server);
    private final Rest rest = new Rest(server, Rest.application(release.appid()));

    @TempDir Path directory;
    private Payloads payloads;

    @BeforeEach
    void trust() {
        payloads = new Payloads(directory);
        Map<String, String> key = Map.of("name", "release", "pem", Payloads.publicPem());
        assertThat(rest.call("POST", "/keys", null, key).statusCode()).isEqualTo(201);
    }

    private static String place(int major) {
        return "/packages/amd64/%d.0.0".formatted(major);
    }

    private HttpResponse<String> draft(int major) {
        return rest.call(
                "POST", "/packages", null, Map.of("version", major + ".0.0", "arch", "amd64"));
    }

    private HttpResponse<String> full(int major) {
        return rest.upload(place(major) + "/payload", payloads.full(major), etag(draft(major)));
    }

    private HttpResponse<String> delta(int from, int to, byte[] file) {
        return rest.upload(
                place(to) + "/payload?source=" + from + ".0.0", file, etag(rest.get(place(to))));
    }

    private void publish(int major) {
        ok(rest.post(place(major) + "/publish", etag(rest.get(place(major))), Map.of()));
    }

    /** 1.0.0 and 2.0.0 published, a delta between them, the channel at 2.0.0. */
    private byte[] released() {
        full(1);
        publish(1);
        full(2);
        byte[] file = payloads.delta(1, 2);
        ok(delta(1, 2, file));
        publish(2);
        release.point(found(2));
        return file;
    }

    private UpdatePackage found(int major) {
        return server.get(Packages.class)
                .find(release.applicationId(), "amd64", major + ".0.0")
                .orElseThrow();
    }

    private static Manifest offered(Machine machine) {
        return ((Offer) machine.check()).manifest();
    }

    private static boolean isDelta(Manifest manifest) {
        Action action = manifest.actions().getFirst();
        return action.deltaPayload();
    }

    @Test
    void aPackageShowsItsPayloadsAndWhereTheyStart() {
        byte[] file = released();
        JsonNode shown = ok(rest.get(place(2))).get("payloads");
        assertThat(shown).hasSize(2);
        assertThat(shown.get(0).get("kind").stringValue()).isEqualTo("FULL");
        assertThat(shown.get(0).get("source").isNull()).isTrue();
        assertThat(shown.get(1).get("kind").stringValue()).isEqualTo("DELTA");
        assertThat(shown.get(1).get("source").stringValue()).isEqualTo("1.0.0");
        assertThat(shown.get(1).get("fileName").stringValue()).isEqualTo("2.0.0-from-1.0.0.crau");
        assertThat(shown.get(1).get("size").intValue()).isEqualTo(file.length);
    }

    @Test
    void whoTakesDeltasAndRunsTheSourceGetsTheDelta() throws Exception {
        byte[] file = released();
        Machine machine = new Machine(server, release, "1.0.0").takesDeltas();
        Offer offer = (Offer) machine.check();
        Manifest manifest = offer.manifest();
        assertThat(isDelta(manifest)).isTrue();
        assertThat(manifest.payload().size()).isEqualTo(file.length);
        assertThat(manifest.payload().sha256()).contains(Sha256.of(file));
        assertThat(manifest.actions().getFirst().sha256()).contains(Sha256.of(file));
        URI url = URI.create(offer.codebases().getLast().urlOf(manifest.payload()));
        assertThat(server.send(HttpRequest.newBuilder(url), BodyHandlers.ofByteArray()).body())
                .isEqualTo(file);
        assertThat(server.get("/actuator/prometheus").body())
                .containsPattern("platte_grants_total\\{payload=\"delta\"} [1-9]");
        machine.tell(13, 1, "");
        machine.tell(14, 1, "");
        machine.tell(3, 1, "");
        machine.reboot("2.0.0").check();
        assertThat(machine.attempts()).containsExactly(HostState.COMPLETE);
    }

    @Test
    void everybodyElseGetsTheFullPayload() {
        released();
        for (Machine machine :
                new Machine[] {
                    new Machine(server, release, "1.0.0"),
                    new Machine(server, release, "1.0.1").takesDeltas(),
                    new Machine(server, release, "1.0").takesDeltas(),
                    new Machine(server, release, "1.0.0+dirty").takesDeltas(),
                    new Machine(server, release, "0.9.0").takesDeltas()
                }) {
            Manifest manifest = offered(machine);
            assertThat(isDelta(manifest)).isFalse();
            assertThat(manifest.payload().sha256()).contains(Sha256.of(payloads.full(2)));
        }
    }

    @Test
    void aFloorOnTheWayComesFirstByItsOwnPayload() {
        released();
        full(3);
        ok(delta(1, 3, payloads.delta(1, 3)));
        publish(3);
        release.point(found(3));
        release.floor(found(2));
        Machine machine = new Machine(server, release, "1.0.0").takesDeltas();
        Manifest first = offered(machine);
        assertThat(first.version().text()).isEqualTo("2.0.0");
        assertThat(isDelta(first)).as("the delta that leads to the floor").isTrue();
        machine.tell(3, 1, "");
        Manifest second = offered(machine.reboot("2.0.0"));
        assertThat(second.version().text()).isEqualTo("3.0.0");
        assertThat(isDelta(second)).as("there is none from the floor").isFalse();
    }

    @Test
    void afterADeltaFailedTheHostGetsTheFullPayload() {
        released();
        Machine machine = new Machine(server, release, "1.0.0").takesDeltas();
        assertThat(isDelta(offered(machine))).isTrue();
        machine.tell(3, 0, "errorcode=\"" + (1 << 28 | TRANSFER) + "\"");
        assertThat(isDelta(offered(machine))).as("only the network failed").isTrue();
        machine.tell(3, 0, "errorcode=\"" + (1 << 28 | WRONG_SOURCE) + "\"");
        assertThat(isDelta(offered(machine))).isFalse();
        assertThat(isDelta(offered(machine))).as("asked again").isFalse();
        String explained = rest.get("/hosts/" + machine.id() + "/explain").body();
        assertThat(explained).contains("DELTA_FAILED", "gets the full payload");
    }

    @Test
    void explainSaysThatADeltaLeadsThere() {
        released();
        Machine machine = new Machine(server, release, "1.0.0");
        machine.poll("<ping active=\"1\"></ping>");
        JsonNode explained = ok(rest.get("/hosts/" + machine.id() + "/explain"));
        assertThat(explained.at("/move/delta").booleanValue()).isTrue();
    }

    @Test
    void aDeltaThatDoesNotFitIsRefusedAtUpload() {
        full(1);
        publish(1);
        HttpResponse<String> second = draft(2);
        problem(delta(1, 2, payloads.delta(1, 2)), 409, "full-payload-first");
        ok(rest.upload(place(2) + "/payload", payloads.full(2), etag(second)));
        full(3);

        HttpResponse<String> wrongStart = delta(1, 2, payloads.delta(3, 2));
        problem(wrongStart, 422, "delta-starts-elsewhere");
        assertThat(json(wrongStart).get("detail").stringValue())
                .contains(Sha256.of(payloads.image(3)).hex(), Sha256.of(payloads.image(1)).hex());
        problem(delta(1, 2, payloads.delta(1, 3)), 422, "delta-leads-elsewhere");
        problem(delta(1, 2, payloads.full(2)), 422, "payload-kind-wrong");
        problem(delta(7, 2, payloads.delta(1, 2)), 404, "package-unknown");
        problem(delta(2, 2, payloads.delta(1, 2)), 422, "delta-starts-elsewhere");
        HttpResponse<String> unsaid =
                rest.upload(place(2) + "/payload", payloads.delta(1, 2), etag(rest.get(place(2))));
        problem(unsaid, 422, "payload-kind-wrong");
        assertThat(json(unsaid).get("detail").stringValue()).contains("which fits 1.0.0");
        assertThat(ok(rest.get(place(2))).get("payloads")).hasSize(1);
    }

    @Test
    void aPublishedPackageTakesDeltasAndNothingElse() {
        full(1);
        publish(1);
        full(2);
        publish(2);
        ok(delta(1, 2, payloads.delta(1, 2)));
        problem(delta(1, 2, payloads.delta(1, 2)), 409, "payload-exists");
        problem(
                rest.upload(place(2) + "/payload", payloads.full(2), etag(rest.get(place(2)))),
                409,
                "package-not-draft");
        release.point(found(2));
        Machine machine = new Machine(server, release, "1.0.0").takesDeltas();
        assertThat(isDelta(offered(machine))).isTrue();
    }

    @Test
    void anotherFullPayloadOfADraftDropsTheDeltasThatLeadElsewhere() {
        full(1);
        full(2);
        ok(delta(1, 2, payloads.delta(1, 2)));
        JsonNode after =
                ok(rest.upload(place(2) + "/payload", payloads.full(5), etag(rest.get(place(2)))));
        assertThat(after.get("payloads")).hasSize(1);
    }

    @Test
    void aDeltaIsTakenAwayWithAReason() {
        released();
        Machine machine = new Machine(server, release, "1.0.0").takesDeltas();
        assertThat(isDelta(offered(machine))).isTrue();
        String where = place(2) + "/deltas/1.0.0";
        String seen = etag(rest.get(place(2)));
        problem(rest.call("DELETE", where, seen, null), 422, "reason-required");
        problem(rest.call("DELETE", where + "?reason=bad", null, null), 428, "if-match-missing");
        ok(rest.call("DELETE", where + "?reason=bad", seen, null));
        problem(
                rest.call("DELETE", where + "?reason=bad", etag(rest.get(place(2))), null),
                404,
                "delta-unknown");
        assertThat(isDelta(offered(machine))).as("of the same grant").isFalse();
        assertThat(machine.attempts()).containsExactly(HostState.GRANTED);
    }

    @Test
    void whatIsWithdrawnIsGoneWithItsDeltas() {
        byte[] file = released();
        Machine machine = new Machine(server, release, "1.0.0").takesDeltas();
        Offer offer = (Offer) machine.check();
        release.withdraw(found(2));
        URI url = URI.create(offer.codebases().getLast().urlOf(offer.manifest().payload()));
        assertThat(server.send(HttpRequest.newBuilder(url)).statusCode()).isEqualTo(410);
        problem(delta(1, 2, file), 409, "package-not-draft");
    }
}
