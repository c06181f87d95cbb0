package dev.platte.server.api;

import static dev.platte.server.api.Rest.ok;
import static dev.platte.server.api.Rest.problem;
import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.catalog.UpdatePackage;
import dev.platte.db.fleet.Census;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostFacts;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.PollRecord;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class ExplainTest {

    private final TestServer server = TestServer.shared();
    private final Release release = Release.on(server);
    private final Rest rest = new Rest(server, Rest.application(release.appid()));

    private JsonNode explain(Machine machine) {
        return ok(rest.get("/hosts/" + machine.id() + "/explain"));
    }

    private static JsonNode reason(JsonNode explanation, String code) {
        for (JsonNode each : explanation.get("reasons")) {
            if (each.get("code").stringValue().equals(code)) {
                return each;
            }
        }
        throw new AssertionError("no reason " + code + " in " + explanation);
    }

    private void policy(String document) {
        ok(rest.call("PUT", "/groups/stable/policy", "*", document));
    }

    @Test
    void rampAndWindowAreExplainedWithTheirFactsAndTimes() {
        policy(
                """
                {"ramp": {"first": 0, "frames": [{"to": 100, "over": "PT24H"}]},
                 "windows": {"weekly": [{"days": ["MONDAY"], "from": "02:00", "to": "04:00"}]}}
                """);
        release.point(release.publish("2.0.0", 10));
        Machine machine = new Machine(server, release, "1.0.0");
        machine.check();
        JsonNode explanation = explain(machine);
        assertThat(explanation.get("outcome").stringValue()).isEqualTo("NOT_NOW");
        assertThat(explanation.get("passes").booleanValue()).isTrue();
        assertThat(explanation.at("/move/to").stringValue()).isEqualTo("2.0.0");
        JsonNode ramp = reason(explanation, "RAMP_NOT_REACHED");
        assertThat(ramp.at("/facts/bucket").doubleValue()).isBetween(0.0, 1.0);
        Instant about = Instant.parse(ramp.get("passesAt").stringValue());
        assertThat(about)
                .isBetween(
                        server.clock().instant(),
                        server.clock().instant().plus(Duration.ofHours(24)));
        assertThat(ramp.get("sentence").stringValue()).isNotBlank();
        assertThat(reason(explanation, "WINDOW_CLOSED").get("passesAt").stringValue())
                .endsWith("T02:00:00Z");
    }

    @Test
    void limitsAreExplainedFromTheRolloutsRow() {
        policy("{\"limits\": {\"atOnce\": 1}}");
        release.point(release.publish("2.0.0", 10));
        Machine first = new Machine(server, release, "1.0.0");
        Machine second = new Machine(server, release, "1.0.0");
        first.check();
        second.check();
        assertThat(reason(explain(second), "LIMIT_AT_ONCE").at("/facts/open").intValue())
                .isEqualTo(1);
        JsonNode held = explain(first);
        assertThat(held.get("outcome").stringValue()).isEqualTo("OFFER");
        assertThat(reason(held, "GRANTED_BEFORE").get("holds").booleanValue()).isFalse();
    }

    @Test
    void otherAnswersAreExplainedToo() {
        release.point(release.publish("2.0.0", 10));
        Machine there = new Machine(server, release, "2.0.0");
        Machine lost = new Machine(server, release, "1.0.0").track("nowhere");
        Machine odd = new Machine(server, release, "one point oh");
        List.of(there, lost, odd).forEach(Machine::check);
        assertThat(explain(there).get("outcome").stringValue()).isEqualTo("UP_TO_DATE");
        assertThat(explain(lost).get("outcome").stringValue()).isEqualTo("NO_GROUP");
        JsonNode unreadable = explain(odd);
        assertThat(unreadable.get("passes").booleanValue()).isFalse();
        assertThat(reason(unreadable, "VERSION_UNREADABLE").at("/facts/said").stringValue())
                .isEqualTo("one point oh");
        problem(rest.get("/hosts/nobody/explain"), 404, "host-unknown");
    }

    private void hosts(
            String prefix, int count, String version, @Nullable String arch, Instant at) {
        server.get(Fleet.class)
                .recordPolls(
                        IntStream.range(0, count)
                                .mapToObj(
                                        i ->
                                                new PollRecord(
                                                        UUID.randomUUID(),
                                                        0,
                                                        at,
                                                        new HostKey(
                                                                release.applicationId(),
                                                                prefix + i),
                                                        release.group().id(),
                                                        new HostFacts(
                                                                "stable", version, null, arch, null,
                                                                null, null, null, null),
                                                        null,
                                                        null,
                                                        null,
                                                        List.of()))
                                .toList());
    }

    @Test
    void dryRunOfAPromotionCountsEveryHostOnceAndForetellsTheEnd() {
        UpdatePackage floor = release.publish("1.5.0", 10);
        UpdatePackage next = release.publish("2.0.0", 10);
        release.floor(floor);
        policy("{\"limits\": {\"perPeriod\": 10, \"period\": \"PT1H\"}}");
        Instant now = server.clock().instant();
        Instant longAgo = now.minus(Duration.ofDays(31));
        hosts("old", 30, "1.0.0", "amd64", now);
        hosts("mid", 12, "1.6.0", "amd64", now);
        hosts("new", 5, "2.0.0", "amd64", now);
        hosts("odd", 2, "?", "amd64", now);
        hosts("gone", 4, "1.6.0", "amd64", longAgo);
        hosts("arm", 6, "1.0.0", "arm64", now);
        hosts("mute", 1, "1.0.0", null, now);
        String until = now.plus(Duration.ofDays(1)).toString();
        for (String pinned : List.of("old0", "old1", "gone0", "new0")) {
            ok(
                    rest.call(
                            "PUT",
                            "/hosts/" + pinned + "/pin",
                            null,
                            Map.of("until", until, "reason", "r")));
        }
        JsonNode tried =
                ok(
                        rest.call(
                                "PATCH",
                                "/channels/amd64/stable?dryRun=true",
                                "*",
                                Map.of("version", next.version())));
        JsonNode promotion = tried.get("promotion");
        assertThat(promotion.get("hosts").intValue()).isEqualTo(54);
        assertThat(promotion.get("wouldMove").intValue()).isEqualTo(40);
        assertThat(promotion.get("byFloor").intValue()).isEqualTo(28);
        assertThat(promotion.get("pinned").intValue()).isEqualTo(3);
        assertThat(promotion.get("silent").intValue()).isEqualTo(3);
        assertThat(promotion.get("exact").booleanValue()).isTrue();
        assertThat(promotion.get("others").toString())
                .isEqualTo(
                        "[{\"code\":\"UP_TO_DATE\",\"hosts\":5},"
                                + "{\"code\":\"VERSION_UNREADABLE\",\"hosts\":2},"
                                + "{\"code\":\"NO_PACKAGE_FOR_ARCH\",\"hosts\":1}]");
        JsonNode group = promotion.get("groups").get(0);
        // 40 hosts and 28 stops at the floor, ten an hour: the last begin in the seventh.
        assertThat(Duration.parse(group.get("takes").stringValue()))
                .isBetween(Duration.ofHours(6), Duration.ofMinutes(430));
        assertThat(group.get("sentence").stringValue()).contains("40 hosts", "in about");
        assertThat(ok(rest.get("/channels/amd64/stable")).get("version").isNull()).isTrue();
    }

    @Test
    void silentHostsAreCounted() {
        hosts("some", 3, "1.0.0", "amd64", server.clock().instant());
        Instant later = server.clock().instant().plusSeconds(1);
        assertThat(server.get(Census.class).silent(release.applicationId(), later, later).counts())
                .singleElement()
                .satisfies(count -> assertThat(count.hosts()).isEqualTo(3));
    }
}
