package dev.platte.server.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.platte.db.access.Audit;
import dev.platte.db.access.IssuedToken;
import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.catalog.Catalog;
import dev.platte.db.fleet.Fleet;
import dev.platte.db.fleet.HostEvent;
import dev.platte.db.fleet.HostFacts;
import dev.platte.db.fleet.HostKey;
import dev.platte.db.fleet.HostState;
import dev.platte.db.fleet.PollRecord;
import dev.platte.db.verb.Caller;
import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ApiTest {

    private static final JsonMapper JSON = JsonMapper.shared();
    private static int made;

    private final TestServer server = TestServer.shared();
    private final String admin = token(Role.ADMIN, List.of());
    private final String app = "com.example.api" + ++made;
    private final String apps = "/api/v1/applications";
    private final String here = apps + "/" + app;

    private String token(Role role, List<String> scopes) {
        IssuedToken issued =
                server.get(Tokens.class)
                        .issue("api test", role, scopes, null, Caller.system("test"));
        return issued.secret();
    }

    private HttpResponse<String> call(
            String token, String method, String path, @Nullable String ifMatch, Object body) {
        HttpRequest.Builder request =
                server.to(path)
                        .header("Authorization", "Bearer " + token)
                        .header("Content-Type", "application/json")
                        .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
        if (ifMatch != null) {
            request.header("If-Match", ifMatch);
        }
        return server.send(request);
    }

    private HttpResponse<String> post(String path, Map<String, ?> body) {
        return call(admin, "POST", path, null, body);
    }

    private HttpResponse<String> get(String path) {
        return server.send(server.to(path).header("Authorization", "Bearer " + admin));
    }

    private HttpResponse<String> upload(String path, byte[] body, String ifMatch) {
        return server.send(
                server.to(path)
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/octet-stream")
                        .header("If-Match", ifMatch)
                        .PUT(BodyPublishers.ofByteArray(body)));
    }

    private static String etag(HttpResponse<?> answer) {
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JSON.readTree(answer.body());
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String code) {
        assertThat(answer.statusCode()).as(answer::body).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type"))
                .hasValueSatisfying(
                        type -> assertThat(type).startsWith("application/problem+json"));
        assertThat(json(answer).get("code").stringValue()).isEqualTo(code);
        assertThat(json(answer).get("requestId").stringValue()).isNotEmpty();
    }

    private static byte[] vector(String name) throws IOException {
        try (InputStream in = ApiTest.class.getResourceAsStream("/crau/" + name)) {
            return in.readAllBytes();
        }
    }

    private void makeApplication() throws IOException {
        assertThat(post(apps, Map.of("appid", app, "name", app)).statusCode()).isEqualTo(201);
        String pem = new String(vector("key-1.pub.pem"), StandardCharsets.US_ASCII);
        assertThat(post(here + "/keys", Map.of("name", "release", "pem", pem)).statusCode())
                .isEqualTo(201);
    }

    private HttpResponse<String> makeDraft(String version) {
        return post(here + "/packages", Map.of("version", version, "arch", "amd64-usr"));
    }

    @Test
    void releaseGoesFromNothingToAPointedChannel() throws IOException {
        makeApplication();
        HttpResponse<String> channel =
                post(here + "/channels", Map.of("name", "stable", "arch", "x86_64"));
        assertThat(channel.headers().firstValue("Location"))
                .contains(here + "/channels/amd64/stable");
        assertThat(
                        post(here + "/groups", Map.of("track", "stable", "channel", "stable"))
                                .statusCode())
                .isEqualTo(201);
        HttpResponse<String> draft = makeDraft("2.0.0");
        assertThat(draft.statusCode()).isEqualTo(201);
        String place = URI.create(draft.headers().firstValue("Location").orElseThrow()).getPath();
        byte[] file = vector("full-signed.crau");
        HttpResponse<String> filled = upload(place + "/payload", file, etag(draft));
        assertThat(filled.statusCode()).as(filled::body).isEqualTo(200);
        JsonNode payload = json(filled).get("payloads").get(0);
        assertThat(payload.get("size").longValue()).isEqualTo(file.length);
        assertThat(payload.get("sha256").stringValue()).hasSize(64);
        assertThat(payload.get("signedBy").get(0).stringValue()).hasSize(64);
        HttpResponse<String> published =
                call(admin, "POST", place + "/publish", etag(filled), Map.of());
        assertThat(json(published).get("state").stringValue()).isEqualTo("PUBLISHED");
        HttpResponse<String> pointed =
                call(
                        admin,
                        "PATCH",
                        here + "/channels/amd64/stable",
                        etag(channel),
                        Map.of("version", "2.0.0", "reason", "release day"));
        assertThat(json(pointed).get("version").stringValue()).isEqualTo("2.0.0");
        assertThat(server.get(Audit.class).newest(null, null, 1).getFirst())
                .satisfies(
                        row -> {
                            assertThat(row.verb()).isEqualTo("channel.point");
                            assertThat(row.reason()).isEqualTo("release day");
                            assertThat(row.requestId())
                                    .isEqualTo(
                                            pointed.headers()
                                                    .firstValue("X-Request-Id")
                                                    .orElseThrow());
                        });
        HttpResponse<String> withdrawn =
                call(admin, "POST", place + "/withdraw", etag(published), Map.of("reason", "oops"));
        assertThat(json(withdrawn).get("withdrawnReason").stringValue()).isEqualTo("oops");
    }

    @Test
    void payloadsThatNoTrustedKeySignedAreRefusedWithPartAndOffset() throws IOException {
        makeApplication();
        HttpResponse<String> draft = makeDraft("2.0.0");
        String place = here + "/packages/amd64/2.0.0/payload";
        byte[] good = vector("full-signed.crau");
        byte[] flipped = good.clone();
        flipped[good.length / 2] ^= 1;
        Map<String, byte[]> bad =
                Map.of(
                        "unsigned", vector("full-unsigned.crau"),
                        "flipped", flipped,
                        "cut", Arrays.copyOf(good, good.length - 10),
                        "text", "hello".getBytes(StandardCharsets.US_ASCII));
        bad.forEach(
                (name, bytes) -> {
                    HttpResponse<String> answer = upload(place, bytes, etag(draft));
                    assertProblem(answer, 422, "payload-refused");
                    assertThat(json(answer).get("detail").stringValue())
                            .as(name)
                            .contains("at byte");
                });
        assertThat(json(get(here + "/packages/amd64/2.0.0")).get("payloads").isEmpty()).isTrue();
        assertProblem(
                upload(place, vector("delta-signed.crau"), etag(draft)), 422, "payload-kind-wrong");
        assertProblem(
                upload(place + "?sha256=" + "00".repeat(32), good, etag(draft)),
                422,
                "payload-hash-wrong");
        try (Stream<Path> files = Files.walk(server.data().resolve("blobs/incoming"))) {
            assertThat(files.filter(ApiTest::isUpload)).isEmpty();
        }
    }

    /** Beside them each server has a file that says it lives. */
    private static boolean isUpload(Path file) {
        return Files.isRegularFile(file) && !file.endsWith("lock");
    }

    @Test
    void uploadNeedsATrustedKeyAndTheDraftAsSeen() throws IOException {
        post(apps, Map.of("appid", app, "name", app));
        HttpResponse<String> draft = makeDraft("1.0");
        String place = here + "/packages/amd64/1.0/payload";
        assertProblem(
                upload(place, vector("full-signed.crau"), etag(draft)), 409, "no-trusted-key");
        assertProblem(upload(place, new byte[10], "\"77\""), 412, "changed-meanwhile");
        String other = new String(vector("key-2.pub.pem"), StandardCharsets.US_ASCII);
        post(here + "/keys", Map.of("name", "other", "pem", other));
        assertProblem(
                upload(place, vector("full-signed.crau"), etag(draft)), 422, "payload-refused");
        assertThat(upload(place, vector("full-two-signatures.crau"), etag(draft)).statusCode())
                .isEqualTo(200);
    }

    @Test
    void connectionCutInAnUploadLeavesNothing() throws Exception {
        makeApplication();
        HttpResponse<String> draft = makeDraft("3.0");
        byte[] half = Arrays.copyOf(vector("full-signed.crau"), 100_000);
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream()
                    .write(
                            ("PUT "
                                            + here
                                            + "/packages/amd64/3.0/payload HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
                                            + admin
                                            + "\r\nContent-Type: application/octet-stream\r\nIf-Match: "
                                            + etag(draft)
                                            + "\r\nContent-Length: 5000000\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(half);
        }
        await().untilAsserted(
                        () -> {
                            try (Stream<Path> files =
                                    Files.walk(server.data().resolve("blobs/incoming"))) {
                                assertThat(files.filter(ApiTest::isUpload)).isEmpty();
                            }
                        });
        assertThat(json(get(here + "/packages/amd64/3.0")).get("payloads").isEmpty()).isTrue();
    }

    @Test
    void changesNeedTheTagOfWhatWasSeen() throws IOException {
        makeApplication();
        post(here + "/channels", Map.of("name", "beta", "arch", "amd64"));
        HttpResponse<String> group =
                post(here + "/groups", Map.of("track", "beta", "channel", "beta"));
        String pause = here + "/groups/beta/pause";
        Map<String, String> why = Map.of("reason", "storm");
        assertProblem(call(admin, "POST", pause, null, why), 428, "if-match-missing");
        assertProblem(call(admin, "POST", pause, "\"9\"", why), 412, "changed-meanwhile");
        assertProblem(call(admin, "POST", pause, "W/\"0\"", why), 412, "changed-meanwhile");
        assertProblem(call(admin, "POST", pause, etag(group), Map.of()), 422, "reason-required");
        HttpResponse<String> paused = call(admin, "POST", pause, etag(group), why);
        assertThat(json(paused).get("pausedReason").stringValue()).isEqualTo("storm");
        HttpResponse<String> resumed =
                call(admin, "POST", here + "/groups/beta/resume", "*", Map.of("reason", "calm"));
        assertThat(json(resumed).get("paused").booleanValue()).isFalse();
        HttpResponse<String> unchanged =
                server.send(
                        server.to(here + "/groups/beta")
                                .header("Authorization", "Bearer " + admin)
                                .header("If-None-Match", etag(resumed)));
        assertThat(unchanged.statusCode()).isEqualTo(304);
    }

    @Test
    void mergePatchTakesOnlyWhatItNames() throws IOException {
        makeApplication();
        post(here + "/channels", Map.of("name", "beta", "arch", "amd64"));
        post(here + "/groups", Map.of("track", "b", "channel", "beta", "description", "canaries"));
        HttpResponse<String> slower =
                call(admin, "PATCH", here + "/groups/b", "*", Map.of("pollInterval", "PT2H"));
        assertThat(json(slower).get("pollInterval").stringValue()).isEqualTo("PT2H");
        assertThat(json(slower).get("description").stringValue()).isEqualTo("canaries");
        Map<String, @Nullable Object> gone = new HashMap<>();
        gone.put("pollInterval", null);
        HttpResponse<String> own = call(admin, "PATCH", here + "/groups/b", "*", gone);
        assertThat(json(own).get("pollInterval").isNull()).isTrue();
        assertProblem(
                call(admin, "PATCH", here + "/groups/b", "*", Map.of("puased", true)),
                422,
                "field-unknown");
    }

    @Test
    void twoSimultaneousPointsEndInOneAndA412() throws Exception {
        makeApplication();
        HttpResponse<String> channel =
                post(here + "/channels", Map.of("name", "stable", "arch", "amd64"));
        for (String version : List.of("1.0", "2.0")) {
            HttpResponse<String> draft = makeDraft(version);
            String place = here + "/packages/amd64/" + version;
            HttpResponse<String> filled =
                    upload(place + "/payload", vector("full-signed.crau"), etag(draft));
            call(admin, "POST", place + "/publish", etag(filled), Map.of());
        }
        List<Integer> statuses = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Integer>> both =
                    threads.invokeAll(
                            Stream.of("1.0", "2.0")
                                    .map(
                                            version ->
                                                    (Callable<Integer>)
                                                            () ->
                                                                    call(
                                                                                    admin,
                                                                                    "PATCH",
                                                                                    here
                                                                                            + "/channels/amd64/stable",
                                                                                    etag(channel),
                                                                                    Map.of(
                                                                                            "version",
                                                                                            version))
                                                                            .statusCode())
                                    .toList());
            for (Future<Integer> one : both) {
                statuses.add(one.get());
            }
        }
        assertThat(statuses).containsExactlyInAnyOrder(200, 412);
    }

    @Test
    void sameIdempotencyKeyHappensOnce() {
        String key = UUID.randomUUID().toString();
        String body = JSON.writeValueAsString(Map.of("appid", app, "name", app));
        HttpResponse<String> first = keyed(key, body);
        HttpResponse<String> again = keyed(key, body);
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Location"))
                .isEqualTo(first.headers().firstValue("Location"));
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertProblem(keyed(key, body.replace("name", "other")), 422, "idempotency-key-reused");
    }

    private HttpResponse<String> keyed(String key, String body) {
        return server.send(
                server.to(apps)
                        .header("Authorization", "Bearer " + admin)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body)));
    }

    @Test
    void dryRunChangesNothing() {
        HttpResponse<String> tried = post(apps + "?dryRun=true", Map.of("appid", app, "name", app));
        assertThat(tried.statusCode()).isEqualTo(200);
        assertThat(json(tried).get("appid").stringValue()).isEqualTo(app);
        assertProblem(get(here), 404, "application-unknown");
    }

    @Test
    void rolesAndScopesAreHeld() throws IOException {
        makeApplication();
        String viewer = token(Role.VIEWER, List.of());
        String operator = token(Role.OPERATOR, List.of("app:" + app));
        assertProblem(
                call(
                        viewer,
                        "POST",
                        here + "/channels",
                        null,
                        Map.of("name", "x", "arch", "amd64")),
                403,
                "role-too-low");
        assertProblem(
                call(operator, "POST", apps, null, Map.of("appid", "x.y", "name", "x")),
                403,
                "role-too-low");
        assertThat(
                        call(
                                        operator,
                                        "POST",
                                        here + "/channels",
                                        null,
                                        Map.of("name", "x", "arch", "amd64"))
                                .statusCode())
                .isEqualTo(201);
        post(apps, Map.of("appid", app + ".other", "name", app + " other"));
        assertProblem(
                call(
                        operator,
                        "POST",
                        here + ".other/channels",
                        null,
                        Map.of("name", "x", "arch", "amd64")),
                403,
                "scope-too-narrow");
        HttpResponse<String> seen =
                server.send(server.to(apps).header("Authorization", "Bearer " + operator));
        assertThat(json(seen)).hasSize(1);
        assertThat(server.get(apps).statusCode()).isEqualTo(401);
    }

    @Test
    void tokenIsShownOnceAndEndsWhenRevoked() {
        HttpResponse<String> issued =
                post("/api/v1/tokens", Map.of("name", "ci", "role", "viewer"));
        assertThat(issued.statusCode()).isEqualTo(201);
        assertThat(issued.headers().firstValue("Cache-Control"))
                .hasValueSatisfying(value -> assertThat(value).contains("no-store"));
        String secret = json(issued).get("secret").stringValue();
        long id = json(issued).get("token").get("id").longValue();
        assertThat(get("/api/v1/tokens").body()).doesNotContain(secret);
        HttpRequest.Builder asViewer = server.to(apps).header("Authorization", "Bearer " + secret);
        assertThat(server.send(asViewer).statusCode()).isEqualTo(200);
        post("/api/v1/tokens/" + id + "/revoke", Map.of("reason", "done"));
        assertThat(server.send(asViewer).statusCode()).isEqualTo(401);
    }

    @Test
    void hostsArePagedByLinkAndShownWithTheirPast() throws IOException {
        makeApplication();
        long id = server.get(Catalog.class).application(app).orElseThrow().id();
        Instant at = Instant.parse("2026-03-01T12:00:00Z");
        server.get(Fleet.class)
                .recordPolls(
                        IntStream.range(0, 25)
                                .mapToObj(
                                        i ->
                                                new PollRecord(
                                                        UUID.randomUUID(),
                                                        0,
                                                        at,
                                                        new HostKey(id, "m %02d/é".formatted(i)),
                                                        null,
                                                        new HostFacts(
                                                                "stable", "1.0", null, "x86_64",
                                                                null, null, null, null, "::1"),
                                                        HostState.INSTALLED,
                                                        null,
                                                        null,
                                                        List.of(
                                                                new HostEvent(
                                                                        14, 1, null, null, null))))
                                .toList());
        List<String> seen = new ArrayList<>();
        String path = here + "/hosts?limit=10&state=installed&prefix=m%20";
        while (true) {
            HttpResponse<String> page = get(path);
            assertThat(page.statusCode()).as(page::body).isEqualTo(200);
            json(page).forEach(host -> seen.add(host.get("machineId").stringValue()));
            String link = page.headers().firstValue("Link").orElse("");
            if (link.isEmpty()) {
                break;
            }
            assertThat(link).startsWith("<").endsWith(">; rel=\"next\"");
            path = link.substring(1, link.indexOf('>'));
        }
        assertThat(seen).hasSize(25).isSorted().doesNotHaveDuplicates();
        assertProblem(get(here + "/hosts?limit=1000"), 400, "limit-invalid");
        assertProblem(get(here + "/hosts?state=happy"), 400, "state-invalid");
        assertProblem(get(here + "/hosts?cursor=%21"), 400, "cursor-invalid");
        assertProblem(get(here + "/hosts/nobody"), 404, "host-unknown");
        server.get(Fleet.class)
                .recordPolls(
                        List.of(
                                new PollRecord(
                                        UUID.randomUUID(),
                                        0,
                                        at,
                                        new HostKey(id, "one"),
                                        null,
                                        new HostFacts(
                                                "stable", "1.0", null, null, null, null, null, null,
                                                null),
                                        HostState.FAILED,
                                        null,
                                        268435466L,
                                        List.of(new HostEvent(3, 0, 268435466L, null, null)))));
        JsonNode detail = json(get(here + "/hosts/one"));
        assertThat(detail.get("host").get("lastError").longValue()).isEqualTo(268435466L);
        assertThat(detail.get("events").get(0).get("type").intValue()).isEqualTo(3);
        assertThat(detail.get("events").get(0).get("at").stringValue())
                .isEqualTo("2026-03-01T12:00:00Z");
    }

    @Test
    void badBodiesAreProblems() {
        for (String body : List.of("", "{", "[]", "7", "{\"appid\":7,\"name\":\"x\"}", "{}")) {
            HttpResponse<String> answer =
                    server.send(
                            server.to(apps)
                                    .header("Authorization", "Bearer " + admin)
                                    .header("Content-Type", "application/json")
                                    .POST(BodyPublishers.ofString(body)));
            assertThat(answer.statusCode()).as(body).isIn(400, 422);
            assertThat(json(answer).get("requestId").stringValue()).isNotEmpty();
        }
    }

    @Test
    void unusableKeyIsNamed() {
        post(apps, Map.of("appid", app, "name", app));
        assertProblem(
                post(here + "/keys", Map.of("name", "k", "pem", "nonsense")), 422, "key-unusable");
    }

    @Test
    void openApiDocumentNamesEveryOperation() {
        HttpResponse<String> document = server.get("/api/v1/openapi.json");
        assertThat(document.statusCode()).as(document::body).isEqualTo(200);
        JsonNode paths = json(document).get("paths");
        String base = "/api/v1/applications/{app}";
        assertThat(paths.has(base + "/hosts/{machineId}")).isTrue();
        assertThat(paths.get(base + "/packages/{arch}/{version}/payload").has("put")).isTrue();
        assertThat(paths.get(base + "/channels/{arch}/{name}").has("patch")).isTrue();
        assertThat(paths.propertyNames()).allMatch(path -> path.startsWith("/api/v1/"));
    }
}
