package dev.platte.server.lock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.lock.LockAccess;
import dev.platte.db.lock.LockGroup;
import dev.platte.db.lock.LockGroups;
import dev.platte.db.lock.LockSettings;
import dev.platte.db.lock.LockTokens;
import dev.platte.db.verb.Caller;
import dev.platte.policy.lock.LockRules;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class FleetLockTest {

    private static final Caller ANNA = new Caller("anna", null, "because", null);

    private final TestServer server = TestServer.shared();

    private LockGroup group(String rules, LockAccess access) {
        LockRules parsed =
                LockGroups.parse(
                        JsonMapper.shared().readTree("{" + rules.replace('\'', '"') + "}"));
        return server.get(LockGroups.class)
                .create(
                        "g-" + UUID.randomUUID(),
                        new LockSettings("", parsed, access, List.of()),
                        ANNA);
    }

    private LockGroup group() {
        return group("", LockAccess.OPEN);
    }

    /** Byte for byte what zincati 0.0.32 sends: pretty JSON, and no content type. */
    private HttpRequest.Builder zincati(String path, String id, String group) {
        String body =
                """
                {
                  "client_params": {
                    "id": "%s",
                    "group": "%s"
                  }
                }"""
                        .formatted(id, group);
        return server.to(path)
                .header("fleet-lock-protocol", "true")
                .POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> preReboot(String id, LockGroup group) {
        return server.send(zincati("/v1/pre-reboot", id, group.name()));
    }

    private HttpResponse<String> steadyState(String id, LockGroup group) {
        return server.send(zincati("/v1/steady-state", id, group.name()));
    }

    private HttpResponse<String> ours(String path, String id, LockGroup group, String more) {
        String body =
                "{\"client_params\":{\"id\":\"%s\",\"group\":\"%s\"},\"x\":{%s}}"
                        .formatted(id, group.name(), more.replace('\'', '"'));
        return server.send(
                server.to(path)
                        .header("Fleet-Lock-Protocol", "true")
                        .POST(BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static void refused(HttpResponse<String> answer, int status, String kind) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).get("kind").stringValue()).isEqualTo(kind);
        assertThat(json(answer).get("value").stringValue()).isNotEmpty();
    }

    @Test
    void zincatiTakesAndReleasesItsSlot() {
        LockGroup group = group();

        assertThat(steadyState("a", group).statusCode()).isEqualTo(200);
        assertThat(preReboot("a", group).statusCode()).isEqualTo(200);
        assertThat(preReboot("a", group).statusCode()).isEqualTo(200);
        HttpResponse<String> waits = preReboot("b", group);
        refused(waits, 423, "failed_lock_semaphore_full");
        assertThat(waits.headers().firstValue("Retry-After")).contains("15");
        assertThat(steadyState("a", group).statusCode()).isEqualTo(200);
        assertThat(preReboot("b", group).statusCode()).isEqualTo(200);
    }

    @Test
    void whoWaitsIsToldItsPlaceAndWhoHolds() {
        LockGroup group = group();
        preReboot("a", group);
        JsonNode more = json(preReboot("b", group)).get("x");

        assertThat(more.get("position").intValue()).isEqualTo(1);
        assertThat(more.get("max").intValue()).isEqualTo(1);
        assertThat(more.get("retry_after_s").intValue()).isEqualTo(15);
        assertThat(more.at("/holders/0/id").stringValue()).isEqualTo("a");
        assertThat(more.at("/holders/0/state").stringValue()).isEqualTo("held");
        assertThat(more.at("/holders/0/since").stringValue())
                .isEqualTo(server.clock().instant().toString());
    }

    @Test
    void ourClientSaysMoreAndIsToldMore() {
        LockGroup group = group("'hold':'PT20M'", LockAccess.OPEN);
        HttpResponse<String> granted =
                ours(
                        "/v1/pre-reboot",
                        "a",
                        group,
                        "'seq':1,'boot_id':'one','from':'1.0.0','to':'2.0.0','stage':'granted'");

        assertThat(json(granted).at("/x/hold_s").intValue()).isEqualTo(1200);
        assertThat(ours("/v1/steady-state", "a", group, "'seq':1,'boot_id':'two'").body())
                .as("a number that was used already")
                .contains("no slot was held");
        HttpResponse<String> back =
                ours(
                        "/v1/steady-state",
                        "a",
                        group,
                        "'seq':2,'boot_id':'two','version':'1.0.0','healthy':true");
        assertThat(json(back).get("value").stringValue()).isEqualTo("back with the old version");
    }

    @Test
    void whatIsNotOfItsTypeBesideTheProtocolIsNotSaid() {
        LockGroup group = group();

        assertThat(
                        ours(
                                        "/v1/pre-reboot",
                                        "a",
                                        group,
                                        "'seq':'one','boot_id':7,'healthy':'yes','other':[[]]")
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void theStatusIsForWhoeverMayAsk() {
        LockGroup group = group("", LockAccess.TOKEN);
        refused(server.send(zincati("/v1/lock-status", "a", group.name())), 401, "unauthorized");
        LockGroup open = group();
        preReboot("a", open);
        preReboot("b", open);
        JsonNode more = json(server.send(zincati("/v1/lock-status", "b", open.name()))).get("x");
        assertThat(more.get("max").intValue()).isEqualTo(1);
        assertThat(more.get("available").intValue()).isZero();
        assertThat(more.get("position").intValue()).isEqualTo(1);
        assertThat(more.at("/holders/0/id").stringValue()).isEqualTo("a");
        refused(server.send(zincati("/v1/lock-status", "b", "nowhere")), 404, "unknown_group");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"client_params":{"id":"","group":"GROUP"}}
                    {"client_params":{"id":7,"group":"GROUP"}}
                    {"client_params":{"group":"GROUP"}}
                    {"client_params":{"id":"a"}}
                    {"client_params":{"id":"a","group":"a/b"}}
                    {"client_params":{"id":"a","group":".."}}
                    {"client_params":[]}
                    []
                    ""
                    {
                    """)
    void whoDoesNotSayWhoItIsGetsNothing(String body) {
        HttpResponse<String> answer =
                server.send(
                        server.to("/v1/pre-reboot")
                                .header("fleet-lock-protocol", "true")
                                .POST(
                                        BodyPublishers.ofString(
                                                body.replace("GROUP", group().name()))));
        refused(answer, 400, "invalid_client_identity");
    }

    @Test
    void theProtocolsHeaderIsDemanded() {
        LockGroup group = group();
        String body = "{\"client_params\":{\"id\":\"a\",\"group\":\"%s\"}}".formatted(group.name());
        refused(
                server.send(server.to("/v1/pre-reboot").POST(BodyPublishers.ofString(body))),
                400,
                "invalid_client_identity");
        refused(
                server.send(
                        server.to("/v1/pre-reboot")
                                .header("fleet-lock-protocol", "yes")
                                .POST(BodyPublishers.ofString(body))),
                400,
                "invalid_client_identity");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/x-www-form-urlencoded", "text/plain"})
    void theContentTypeIsNotLookedAt(String type) {
        LockGroup group = group();
        assertThat(
                        server.send(
                                        zincati("/v1/pre-reboot", "a", group.name())
                                                .header("Content-Type", type))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void otherMethodsAndLongBodiesAreRefusedInTheProtocolsForm() {
        HttpResponse<String> got = server.get("/v1/steady-state");
        refused(got, 405, "method_not_allowed");
        assertThat(got.headers().firstValue("Allow")).contains("POST");
        refused(
                server.send(
                        server.to("/v1/pre-reboot")
                                .header("fleet-lock-protocol", "true")
                                .POST(BodyPublishers.ofString("x".repeat(20_000)))),
                413,
                "invalid_client_identity");
    }

    @Test
    void anUpdateGroupIsALockGroupUnlessSomebodyMadeOne() {
        Release release = Release.on(server);
        refused(server.send(zincati("/v1/pre-reboot", "a", "nowhere")), 404, "unknown_group");
        assertThat(
                        server.send(
                                        zincati(
                                                "/v1/pre-reboot",
                                                "a",
                                                release.group().uid().toString()))
                                .statusCode())
                .isEqualTo(200);
    }

    @Test
    void tokensAreAskedForWhereTheGroupSaysSo() {
        LockGroup group = group("", LockAccess.TOKEN);
        String secret =
                server.get(LockTokens.class).issue(group.id(), "a", "", null, ANNA).secret();

        refused(preReboot("a", group), 401, "unauthorized");
        assertThat(
                        server.send(
                                        zincati("/v1/pre-reboot", "a", group.name())
                                                .header("Authorization", "Bearer " + secret))
                                .statusCode())
                .isEqualTo(200);
        refused(
                server.send(
                        zincati("/v1/pre-reboot", "b", group.name())
                                .header("Authorization", "Bearer " + secret)),
                401,
                "unauthorized");
    }

    @Test
    void requestsAreCountedByTheirKind() {
        LockGroup group = group();
        preReboot("a", group);
        preReboot("b", group);
        server.clock().advance(Duration.ofSeconds(31));
        String metrics = server.get("/actuator/prometheus").body();

        assertThat(metrics)
                .contains("airlock_v1_pre_reboot_incoming_requests_total")
                .contains(
                        "platte_lock_requests_total{api=\"pre-reboot\",kind=\"failed_lock_semaphore_full\"}");
    }
}
