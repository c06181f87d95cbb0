package dev.platte.server.poll;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.platte.db.access.Role;
import dev.platte.db.access.Tokens;
import dev.platte.db.fixture.TestDatabase;
import dev.platte.db.snapshot.SnapshotSource;
import dev.platte.db.verb.Caller;
import dev.platte.omaha.response.UpdateAnswer.Offer;
import dev.platte.omaha.response.UpdatePackage;
import dev.platte.server.fixture.Machine;
import dev.platte.server.fixture.Release;
import dev.platte.server.fixture.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Files beside the payload, mirrors, and who serves them: made over REST, asked for by hosts. */
final class ExtraFilesTest {

    private static TestDatabase database;
    private static TestServer server;
    private static String token;
    private static HttpServer mirror;
    private static final Map<String, byte[]> MIRRORED = new ConcurrentHashMap<>();

    private final Release release = Release.on(server);
    private final String base =
            "/api/v1/applications/" + release.appid().replaceAll("[{}]", "") + "/packages/amd64/";

    @BeforeAll
    static void start() throws IOException {
        database = TestServer.database();
        server = TestServer.start(database, "--platte.outgoing.private-targets=127.0.0.0/8");
        token =
                server.get(Tokens.class)
                        .issue("t", Role.ADMIN, List.of(), null, Caller.system("test"))
                        .secret();
        mirror = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        mirror.createContext(
                "/",
                exchange -> {
                    try (exchange) {
                        byte[] found = MIRRORED.get(exchange.getRequestURI().getPath());
                        if (exchange.getRequestURI().getPath().equals("/moved/ext.raw")) {
                            exchange.getResponseHeaders().set("Location", "/m/ext.raw");
                            exchange.sendResponseHeaders(302, -1);
                        } else if (found == null) {
                            exchange.sendResponseHeaders(404, -1);
                        } else if (exchange.getRequestMethod().equals("HEAD")) {
                            exchange.getResponseHeaders()
                                    .set("Content-Length", Integer.toString(found.length));
                            exchange.sendResponseHeaders(200, -1);
                        } else {
                            exchange.sendResponseHeaders(200, found.length);
                            exchange.getResponseBody().write(found);
                        }
                    }
                });
        mirror.start();
    }

    @AfterAll
    static void stop() {
        mirror.stop(0);
        server.close();
        database.close();
    }

    private static String mirrorUrl(String path) {
        return "http://127.0.0.1:" + mirror.getAddress().getPort() + path;
    }

    private HttpResponse<String> call(String method, String path, String type, BodyPublisher body) {
        HttpResponse<String> answer =
                server.send(
                        server.to(base + path)
                                .header("Authorization", "Bearer " + token)
                                .header("Content-Type", type)
                                .header("If-Match", "*")
                                .method(method, body));
        server.get(SnapshotSource.class).refresh();
        return answer;
    }

    private JsonNode json(String method, String path, Object body) {
        HttpResponse<String> answer =
                call(
                        method,
                        path,
                        "application/json",
                        BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(body)));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        return JsonMapper.shared().readTree(answer.body());
    }

    private JsonNode beside(String version, String name, byte[] content, boolean required) {
        HttpResponse<String> answer =
                call(
                        "PUT",
                        version + "/files/" + name + "?required=" + required,
                        "application/octet-stream",
                        BodyPublishers.ofByteArray(content));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(answer.body());
    }

    private void offered(String version) {
        json("POST", version + "/publish", Map.of());
        release.point(release.find(version));
    }

    private static HttpResponse<byte[]> get(String url) {
        return server.send(HttpRequest.newBuilder(URI.create(url)), BodyHandlers.ofByteArray());
    }

    @Test
    void hostGetsThePayloadAndWhatLiesBesideItUnderOneAddress() {
        byte[] oem = "an image of the vendor".getBytes(StandardCharsets.UTF_8);
        byte[] ext = "a system extension".getBytes(StandardCharsets.UTF_8);
        release.draft("2.0.0", new byte[10]);
        beside("2.0.0", "oem.gz", oem, true);
        JsonNode shown = beside("2.0.0", "ext-1.raw", ext, false);
        assertThat(shown.get("files")).hasSize(2);
        assertThat(shown.at("/files/0/stored").booleanValue()).isTrue();
        offered("2.0.0");
        Offer offer = (Offer) new Machine(server, release, "1.0.0").check();
        List<UpdatePackage> packages = offer.manifest().packages();
        assertThat(packages)
                .extracting(UpdatePackage::name)
                .containsExactly("update.gz", "oem.gz", "ext-1.raw");
        assertThat(packages).extracting(UpdatePackage::required).containsExactly(true, true, false);
        assertThat(packages.get(1).sha256()).isPresent();
        assertThat(packages.get(1).sha1()).isPresent();
        String codebase = offer.codebases().getFirst().toString();
        assertThat(get(codebase + "update.gz").body()).hasSize(10);
        assertThat(get(codebase + "oem.gz").body()).isEqualTo(oem);
        assertThat(get(codebase + "ext-1.raw").body()).isEqualTo(ext);
        assertThat(get(codebase + "nothing").statusCode()).isEqualTo(404);
        assertThat(get(codebase + "oem.gz").headers().firstValue("ETag"))
                .isNotEqualTo(get(codebase + "ext-1.raw").headers().firstValue("ETag"));
        release.withdraw(release.find("2.0.0"));
        assertThat(get(codebase + "oem.gz").statusCode()).isEqualTo(410);
    }

    @Test
    void mirrorsAloneServeWhatIsSaidSo() {
        release.draft("2.0.0", new byte[10]);
        json(
                "PATCH",
                "2.0.0",
                Map.of(
                        "mirrors",
                        List.of("https://a.example/os/", "https://b.example"),
                        "ownStore",
                        false));
        json(
                "PUT",
                "2.0.0/files/oem.gz",
                Map.of("size", 7, "sha256", "a".repeat(64), "sha1", "b".repeat(40)));
        offered("2.0.0");
        Offer offer = (Offer) new Machine(server, release, "1.0.0").check();
        assertThat(offer.codebases())
                .extracting(Object::toString)
                .containsExactly("https://a.example/os/", "https://b.example/");
        assertThat(offer.manifest().packages()).hasSize(2);
        json("PATCH", "2.0.0", Map.of("mirrors", List.of("https://b.example/")));
        Offer later = (Offer) new Machine(server, release, "1.0.0").check();
        assertThat(later.codebases()).hasSize(1);
    }

    @Test
    void mirrorsAreLookedAtWhenSomebodyAsks() {
        byte[] payload = new byte[] {1, 2, 3, 4};
        byte[] ext = "a system extension".getBytes(StandardCharsets.UTF_8);
        release.draft("2.0.0", payload);
        beside("2.0.0", "ext.raw", ext, false);
        MIRRORED.put("/m/update.gz", payload);
        MIRRORED.put("/m/ext.raw", ext);
        MIRRORED.put("/moved/update.gz", new byte[] {1, 2, 3, 5});
        json(
                "PATCH",
                "2.0.0",
                Map.of(
                        "mirrors",
                        List.of(mirrorUrl("/m"), mirrorUrl("/moved"), mirrorUrl("/empty"))));
        JsonNode sizes = json("POST", "2.0.0/check", Map.of());
        assertThat(sizes).hasSize(6);
        assertThat(good(sizes)).containsExactly(true, true, true, true, false, false);
        assertThat(sizes.get(4).get("failure").stringValue()).isEqualTo("It answered 404.");
        JsonNode digests = json("POST", "2.0.0/check?digest=true", Map.of());
        assertThat(good(digests)).containsExactly(true, true, false, true, false, false);
        assertThat(digests.get(2).get("failure").stringValue()).contains("SHA-256");
        MIRRORED.put("/m/ext.raw", new byte[3]);
        assertThat(json("POST", "2.0.0/check", Map.of()).get(1).get("failure").stringValue())
                .isEqualTo("It has 3 bytes there, not 18.");
        json("PATCH", "2.0.0", Map.of("mirrors", List.of("http://10.255.255.1/")));
        assertThat(json("POST", "2.0.0/check", Map.of()).get(0).get("failure").stringValue())
                .contains("private address");
    }

    private static List<Boolean> good(JsonNode looks) {
        return looks.valueStream().map(each -> each.get("good").booleanValue()).toList();
    }

    @Test
    void eachArchitectureHasItsOwnPackages() {
        release.point(release.publish("2.0.0", 10));
        Machine arm = new Machine(server, release, "1.0.0").board("arm64-usr");
        assertThat(arm.check()).isNotInstanceOf(Offer.class);
        assertThat(new Machine(server, release, "1.0.0").check()).isInstanceOf(Offer.class);
        Release onArm = release.forArch("aarch64");
        onArm.point(onArm.publish("3.0.0", 20));
        Offer offer = (Offer) arm.check();
        assertThat(offer.manifest().version().text()).isEqualTo("3.0.0");
        assertThat(offer.manifest().payload().size()).isEqualTo(20);
        Offer other = (Offer) new Machine(server, release, "1.0.0").check();
        assertThat(other.manifest().version().text()).isEqualTo("2.0.0");
    }
}
