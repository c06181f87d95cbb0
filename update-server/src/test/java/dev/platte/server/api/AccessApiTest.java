package dev.platte.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.approval.Approval;
import dev.platte.db.approval.Approvals;
import dev.platte.db.approval.Change;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AccessApiTest {

    private static final Caller ROOT = Caller.system("test");

    private final TestServer server = TestServer.shared();
    private final String admin = token(Role.ADMIN, List.of());

    private String token(Role role, List<String> scopes) {
        return server.get(Tokens.class).issue("test", role, scopes, null, ROOT).secret();
    }

    private HttpResponse<String> call(
            String token, String method, String path, @Nullable String etag, String body) {
        HttpRequest.Builder request =
                server.to("/api/v1" + path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json");
        if (etag != null) {
            request.header("If-Match", etag);
        }
        return server.send(
                request.method(
                        method,
                        body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }

    private static String etag(HttpResponse<String> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(json(answer).get("code").asString()).isEqualTo(code);
    }

    @Test
    void usersAreMadeChangedAndShutOut() {
        String name = "anna-" + UUID.randomUUID();
        String place = "/users/" + name;
        HttpResponse<String> made =
                call(
                        admin,
                        "POST",
                        "/users",
                        null,
                        """
                        {"name": "%s", "email": "a@example.com", "password": "a long password 1",
                         "roles": [{"role": "operator"}]}"""
                                .formatted(name));
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(made.headers().firstValue("Location")).contains("/api/v1" + place);
        assertThat(json(made).get("password").asBoolean()).isTrue();

        assertProblem(
                call(admin, "PUT", place + "/roles", null, "{\"roles\": []}"),
                428,
                "if-match-missing");
        HttpResponse<String> viewer =
                call(
                        admin,
                        "PUT",
                        place + "/roles",
                        etag(made),
                        "{\"roles\": [{\"role\": \"viewer\"}]}");
        assertThat(json(viewer).get("grants").toString()).contains("VIEWER");
        assertProblem(
                call(admin, "PUT", place + "/roles", etag(made), "{\"roles\": []}"),
                412,
                "changed-meanwhile");
        assertProblem(
                call(admin, "POST", place + "/disable", etag(viewer), "{}"),
                422,
                "reason-required");
        HttpResponse<String> out =
                call(admin, "POST", place + "/disable", etag(viewer), "{\"reason\": \"left\"}");
        assertThat(json(out).get("disabled").isNull()).isFalse();
        assertThat(call(admin, "GET", "/users", null, "").body()).contains(name);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"password\": \"a long password 1\"}|field-missing",
                "{\"name\": \"UPPER\"}|user-name-invalid",
                "{\"name\": \"x\", \"password\": \"short\"}|password-invalid",
                "{\"name\": \"x\", \"email\": \"none\"}|email-invalid",
                "{\"name\": \"x\", \"roles\": [{\"role\": \"king\"}]}|role-invalid",
                "{\"name\": \"x\", \"roles\": [{}]}|field-missing",
                "{\"name\": \"x\", \"roles\": [{\"role\": \"viewer\", \"application\": \"no.such\"}]}"
                        + "|application-unknown"
            })
    void whatCannotBeAUserIsRefused(String body, String code) {
        assertProblem(call(admin, "POST", "/users", null, body), 422, code);
    }

    @Test
    void tokensWithScopesThatMeanNothingAreRefused() {
        assertProblem(
                call(
                        admin,
                        "POST",
                        "/tokens",
                        null,
                        "{\"name\": \"x\", \"role\": \"viewer\", \"scopes\": [\"app:no.such.app\"]}"),
                422,
                "application-unknown");
        assertProblem(
                call(
                        admin,
                        "POST",
                        "/tokens",
                        null,
                        "{\"name\": \"x\", \"role\": \"viewer\", \"scopes\": [\"app:*:chanel\"]}"),
                422,
                "scope-invalid");
    }

    @Test
    void approvalsAreSeenAndAnsweredByWhoMay() {
        String app = "approval." + UUID.randomUUID();
        String other = "approval." + UUID.randomUUID();
        server.get(Catalog.class).createApplication(app, app, "", ROOT);
        server.get(Catalog.class).createApplication(other, other, "", ROOT);
        Approval asked =
                server.get(Approvals.class)
                        .request(
                                new Change(app, "channel.promote", "channel/1", List.of(app)),
                                "alpha to beta",
                                1,
                                Duration.ofDays(1),
                                ROOT);
        String place = "/approvals/" + asked.id();
        String stranger = token(Role.APPROVER, List.of("app:" + other));
        assertProblem(call(stranger, "GET", place, null, ""), 404, "approval-unknown");
        assertThat(call(stranger, "GET", "/approvals?open=true", null, "").body())
                .doesNotContain(app);
        assertProblem(
                call(stranger, "POST", place + "/approve", null, "{}"), 403, "scope-too-narrow");
        assertProblem(
                call(token(Role.OPERATOR, List.of()), "POST", place + "/approve", null, "{}"),
                403,
                "role-too-low");
        String approver = token(Role.APPROVER, List.of("app:" + app + ":approval"));
        HttpResponse<String> agreed = call(approver, "POST", place + "/approve", null, "{}");
        assertThat(json(agreed).get("state").asString()).isEqualTo("APPROVED");
        assertThat(call(approver, "GET", "/approvals", null, "").body()).contains(app);
        assertProblem(
                call(approver, "POST", place + "/approve", null, "{}"), 409, "approval-closed");
    }

    @Test
    void theAuditTrailIsProvenAndItsEndKept() {
        String viewer = token(Role.VIEWER, List.of());
        JsonNode head = json(call(viewer, "GET", "/audit/head", null, ""));
        String anchor = head.get("anchor").asString();
        assertThat(anchor).isEqualTo(head.get("last").asLong() + ":" + head.get("hash").asString());
        token(Role.VIEWER, List.of());
        JsonNode proof = json(call(viewer, "GET", "/audit/verify?anchor=" + anchor, null, ""));
        assertThat(proof.get("holds").asBoolean()).isTrue();
        assertThat(proof.get("rows").asLong()).isGreaterThan(head.get("length").asLong());
        JsonNode wrong =
                json(call(viewer, "GET", "/audit/verify?anchor=1:" + "0".repeat(64), null, ""));
        assertThat(wrong.get("holds").asBoolean()).isFalse();
        assertThat(wrong.get("flaw").asString()).isEqualTo("ANCHOR_MISSING");
        assertProblem(
                call(viewer, "GET", "/audit/verify?anchor=x", null, ""), 422, "anchor-invalid");
    }
}
