package dev.platte.server.api;

import static dev.platte.server.api.Rest.ok;
import static dev.platte.server.api.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Audit;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Pins of many hosts: all of them or none. */
final class ManyPinsApiTest {

    private final TestServer server = TestServer.shared();
    private final Release release = Release.on(server);
    private final Rest rest = new Rest(server, Rest.application(release.appid()));

    private List<Machine> machines(int many) {
        return Stream.generate(
                        () -> {
                            Machine machine = new Machine(server, release, "1.0.0");
                            machine.check();
                            return machine;
                        })
                .limit(many)
                .toList();
    }

    private Map<String, Object> lab(Map<String, ?> rest) {
        Map<String, Object> body = new HashMap<>(rest);
        body.putIfAbsent("reason", "the lab tests");
        body.putIfAbsent("until", server.clock().instant().plus(Duration.ofDays(2)).toString());
        return body;
    }

    private JsonNode pin(String query, Map<String, ?> body) {
        return ok(rest.call("POST", "/hosts/pin" + query, null, lab(body)));
    }

    private int pins() {
        return ok(rest.get("/pins")).size();
    }

    @Test
    void allThatMatchArePinnedAfterALookAndUnpinnedAgain() {
        List<Machine> machines = machines(3);
        Map<String, ?> marks = Map.of("version", "1.0.0");
        assertThat(pin("?dryRun=true", marks).get("done").longValue()).isEqualTo(3);
        assertThat(pins()).isZero();
        problem(rest.call("POST", "/hosts/pin", null, lab(marks)), 422, "field-missing");
        problem(
                rest.call("POST", "/hosts/pin", null, lab(Map.of("prefix", "", "atMost", 2))),
                409,
                "hosts-too-many");
        assertThat(pins()).isZero();
        pin("", Map.of("version", "1.0.0", "atMost", 3));
        assertThat(pins()).isEqualTo(3);
        release.point(release.publish("2.0.0", 10));
        machines.getFirst().check();
        assertThat(machines.getFirst().host().state().open()).isFalse();
        JsonNode gone =
                ok(
                        rest.call(
                                "POST",
                                "/hosts/unpin",
                                null,
                                Map.of("prefix", "", "atMost", 9, "reason", "tested")));
        assertThat(gone.get("done").longValue()).isEqualTo(3);
        assertThat(pins()).isZero();
    }

    @Test
    void aListMayNameHostsThatWereNeverSeenAndSaysHowMany() {
        Machine known = machines(1).getFirst();
        release.publish("2.0.0", 10);
        List<String> ids = List.of(known.id(), "not-yet-1", "not-yet-2", known.id());
        problem(
                rest.call("POST", "/hosts/pin", null, lab(Map.of("machines", ids, "to", "2.0.0"))),
                422,
                "arch-missing");
        problem(
                rest.call(
                        "POST",
                        "/hosts/pin",
                        null,
                        lab(Map.of("machines", ids, "to", "2.0.0", "arch", "arm64"))),
                404,
                "package-unknown");
        assertThat(pins()).as("nothing by halves").isZero();
        JsonNode done = pin("", Map.of("machines", ids, "to", "2.0.0", "arch", "amd64"));
        assertThat(done.get("matched").longValue()).isEqualTo(3);
        assertThat(done.get("unseen").longValue()).isEqualTo(2);
        assertThat(ok(rest.get("/hosts/not-yet-1/pin")).get("version").stringValue())
                .isEqualTo("2.0.0");
        JsonNode left =
                ok(
                        rest.call(
                                "POST",
                                "/hosts/unpin",
                                null,
                                Map.of("machines", List.of("not-yet-1", "x"), "reason", "no")));
        assertThat(left.get("done").longValue()).isEqualTo(1);
        assertThat(left.get("left").longValue()).isEqualTo(1);
    }

    @Test
    void eachOfThemIsInTheAuditTrailWithWhatItReplaced() {
        pin("", Map.of("machines", List.of("a", "b")));
        pin("", Map.of("machines", List.of("b", "c"), "reason", "again"));
        String subject = "hosts/" + release.applicationId();
        assertThat(server.get(Audit.class).newest(subject, null, 5))
                .hasSize(2)
                .first()
                .satisfies(
                        row -> {
                            assertThat(row.verb()).isEqualTo("host.pin");
                            assertThat(row.reason()).isEqualTo("again");
                            assertThat(row.before()).contains("\"b\"").doesNotContain("\"a\"");
                            assertThat(row.after()).contains("\"b\"", "\"c\"");
                        });
        assertThat(server.get(Audit.class).firstBroken()).isEmpty();
    }

    @Test
    void theBoundHoldsForAllOfThemTogether() {
        List<String> most = IntStream.range(0, 10_000).mapToObj(i -> "host-" + i).toList();
        pin("", Map.of("machines", most));
        assertThat(pin("?dryRun=true", Map.of("machines", most)).get("done").longValue())
                .isEqualTo(10_000);
        problem(
                rest.call("POST", "/hosts/pin", null, lab(Map.of("machines", List.of("more")))),
                409,
                "too-many-pins");
        ok(rest.call("POST", "/hosts/unpin", null, Map.of("machines", most, "reason", "done")));
    }

    @Test
    void whatIsMeantTwofoldOrByNothingIsRefused() {
        problem(rest.call("POST", "/hosts/pin", null, lab(Map.of())), 422, "choice-missing");
        problem(
                rest.call(
                        "POST",
                        "/hosts/pin",
                        null,
                        lab(Map.of("machines", List.of("a"), "group", "stable"))),
                422,
                "choice-twofold");
        problem(
                rest.call("POST", "/hosts/pin", null, lab(Map.of("machines", List.of("a", " ")))),
                422,
                "machine-id-invalid");
        problem(
                rest.call(
                        "POST",
                        "/hosts/retire",
                        null,
                        Map.of("machines", List.of("a"), "reason", "x", "until", "y")),
                422,
                "field-unknown");
    }

    @Test
    void hostsInAListAreRetiredAndThoseThatNobodyKnowsAreLeft() {
        Machine known = machines(1).getFirst();
        JsonNode done =
                ok(
                        rest.call(
                                "POST",
                                "/hosts/retire",
                                null,
                                Map.of(
                                        "machines",
                                        List.of(known.id(), "nobody"),
                                        "reason",
                                        "scrapped")));
        assertThat(done.get("done").longValue()).isEqualTo(1);
        assertThat(done.get("left").longValue()).isEqualTo(1);
        assertThat(known.host().retired()).isNotNull();
    }
}
