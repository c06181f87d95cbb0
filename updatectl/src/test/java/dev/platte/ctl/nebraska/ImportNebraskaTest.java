package dev.platte.ctl.nebraska;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.platte.ctl.command.Updatectl;
import dev.platte.ctl.json.Json;
import dev.platte.ctl.json.JsonObject;
import dev.platte.ctl.json.MalformedJsonException;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same Nebraska, once as its API answers and once as its tables. */
@Timeout(60)
class ImportNebraskaTest {
    private static final String APP = "e96281a6-d1af-4bde-9a0a-97b76e56dc57";

    @TempDir Path work;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> asked = new ArrayList<>();
    private Path tables = Path.of("");
    private HttpServer server;
    private boolean closed;

    @BeforeEach
    void start() throws IOException {
        tables = work.resolve("tables.json");
        try (InputStream in = ImportNebraskaTest.class.getResourceAsStream("tables.json")) {
            Files.write(tables, Objects.requireNonNull(in).readAllBytes());
        }
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void groupsAndChannelsBecomeADocument() {
        assertThat(run("--file", tables.toString())).isZero();
        assertThat(out.toString())
                .startsWith("applications:\n- appid: \"{" + APP + "}\"\n")
                .contains("  - name: \"stable\"\n    arch: \"amd64\"\n")
                .contains("  - name: \"stable\"\n    arch: \"arm64\"\n")
                .contains("  - name: \"lab-machines\"\n")
                .contains(
                        "  - track: \"stable\"\n    id: \"9a2deb70-37be-4026-853f-bfdd6b347bbe\"\n")
                .contains("    description: \"Stable (AMD64): For production clusters\"\n")
                .contains(
                        "      limits:\n        atOnce: 2\n        perPeriod: 2\n        period: \"PT15M\"\n")
                .contains("        zone: \"Europe/Berlin\"\n        weekly:\n        - days: [")
                .contains("      leases:\n        progress: \"PT1H\"\n")
                .doesNotContain(
                        "everywhere", "version", "floors", "nowhere", "Nowhere", "canaries");
    }

    @Test
    void whatHasNoCounterpartIsNoted() {
        assertThat(run("--file", tables.toString())).isZero();
        assertThat(err.toString())
                .contains("application Flatcar Container Linux: Hosts that call it io.flatcar.os")
                .contains(
                        "channel everywhere of Flatcar Container Linux: It is for the architecture")
                .contains(
                        "channel lab machines of Flatcar Container Linux: It is called lab-machines")
                .contains(
                        "group Stable (ARM64) of Flatcar Container Linux: Another group has the track")
                .contains(
                        "Hosts that say its id 11a585f6-9418-4df0-8863-78b2fd3240f8 are not found")
                .contains(
                        "group Stable (AMD64) of Flatcar Container Linux: Safe mode, which lets one host go first")
                .contains("The period \"soon\" cannot be read")
                .contains("The update timeout \"10 seconds\" was not taken")
                .contains("group Nowhere of Flatcar Container Linux: It follows no channel")
                .contains("package 1.0.0 of Flatcar Container Linux: It is no payload")
                .contains("1 channels must not point to it");
        assertThat(out.toString())
                .contains(
                        "Office hours of the time zone \\\"Mars/Olympus\\\", which there is none of");
    }

    @Test
    void withVersionsChannelsPointAndHaveFloors() {
        assertThat(run("--file", tables.toString(), "--versions")).isZero();
        assertThat(out.toString())
                .contains(
                        "    version: \"3815.2.0\"\n"
                                + "    floors:\n"
                                + "    - version: \"3510.2.8\"\n"
                                + "      reason: \"a floor in Nebraska\"\n");
    }

    @Test
    void theScriptFetchesChecksAndUploadsWhatIsNeededAndQuotesEverything() throws IOException {
        Path script = work.resolve("packages.sh");
        assertThat(run("--file", tables.toString(), "--script", script.toString())).isZero();
        assertThat(Files.readString(script))
                .contains(
                        "fetch 'https://update.release.flatcar-linux.net/amd64-usr/3815.2.0/flatcar_production_update.gz' 'flatcar_production_update.gz' da39a3ee5e6b4b0d3255bfef95601890afd80709")
                .contains("--extra \"$work\"/'oem-azure.gz' --publish")
                .contains("--app '{" + APP + "}' --version '3510.2.8' --arch amd64")
                .contains("left out: a file of package 3815.2.0")
                .doesNotContain("cron.d", "other.tgz");
    }

    @Test
    void theApiAnswersTheSameDocument() throws Exception {
        assertThat(run("--from", url(), "--output", "json", "--versions")).isZero();
        String online = out.toString();
        out.getBuffer().setLength(0);
        Path once = work.resolve("once.json");
        Files.writeString(once, Files.readString(tables).replace("\"group_local\"", "\"other\""));
        assertThat(run("--file", once.toString(), "--output", "json", "--versions")).isZero();
        assertThat(Json.read(online)).isEqualTo(Json.read(out.toString()));
        assertThat(asked).contains("/api/apps?page=1&perpage=100 null");
    }

    @Test
    void aTokenIsSentAndARefusalSaysThatOneIsMissing() throws IOException {
        closed = true;
        assertThat(run("--from", url())).isEqualTo(1);
        assertThat(err.toString()).contains("answers 401").contains("wants a token");
        Path token = Files.writeString(work.resolve("token"), "s3cret\n");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        assertThat(run("--from", url(), "--from-token-file", token.toString())).isZero();
        assertThat(asked.getLast()).endsWith("Bearer s3cret");
        assertThat(err.toString() + out).doesNotContain("s3cret");
    }

    @Test
    void whatIsNoNebraskaIsTold() {
        assertThat(run("--from", url() + "/nowhere")).isEqualTo(1);
        assertThat(err.toString()).contains("no Nebraska answers there");
        assertThat(run("--file", work.resolve("none").toString())).isEqualTo(1);
        assertThat(run("--from", url(), "--file", "x")).isEqualTo(2);
        assertThat(run("--file", tables.toString(), "--application", "other")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no application other there");
    }

    @Test
    void whatTheSafeModeSwitchedOffIsPaused() throws MalformedJsonException {
        assertThat(
                        PolicyCounterpart.of(
                                        JsonObject.of(
                                                Json.read("{\"policy_updates_enabled\": false}")))
                                .pausedReason())
                .contains("Updates were not enabled for this group in Nebraska.");
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private int run(String... arguments) {
        List<String> line = new ArrayList<>(List.of("import", "nebraska"));
        line.addAll(List.of(arguments));
        return Updatectl.tree(new Terminal(false, InstantSource.system()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(line.toArray(String[]::new));
    }

    /** As the API answers: pages, and its start page where there is nothing. */
    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            URI asked = exchange.getRequestURI();
            String token = exchange.getRequestHeaders().getFirst("Authorization");
            this.asked.add(asked + " " + token);
            if (closed && token == null) {
                exchange.sendResponseHeaders(401, -1);
                return;
            }
            String found = page(asked.getPath());
            byte[] bytes =
                    Objects.requireNonNullElse(found, "<!doctype html>")
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders()
                    .set("Content-Type", found == null ? "text/html" : "application/json");
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    private String page(String path) throws IOException {
        JsonObject all;
        try {
            all = JsonObject.of(Json.read(Files.readString(tables)));
        } catch (MalformedJsonException e) {
            throw new IOException(e);
        }
        return switch (path) {
            case "/api/apps" -> pageOf("applications", all.objects("application"));
            case "/api/apps/" + APP + "/groups" -> pageOf("groups", all.objects("groups"));
            case "/api/apps/" + APP + "/channels" -> pageOf("channels", all.objects("channel"));
            case "/api/apps/" + APP + "/packages" -> pageOf("packages", packages(all));
            case "/api/channels/c-stable-amd/floors" ->
                    pageOf(
                            "packages",
                            packages(all).stream()
                                    .filter(each -> each.text("id").equals("p-1"))
                                    .toList());
            default -> null;
        };
    }

    private static List<JsonObject> packages(JsonObject all) {
        return all.objects("package").stream()
                .map(
                        each -> {
                            Map<String, Object> members = new HashMap<>(each.members());
                            String id = each.text("id");
                            members.put(
                                    "extra_files",
                                    all.objects("package_file").stream()
                                            .filter(f -> f.text("package_id").equals(id))
                                            .map(JsonObject::members)
                                            .toList());
                            members.put(
                                    "channels_blacklist",
                                    id.equals("p-4") ? List.of("c-lab") : List.of());
                            return new JsonObject(members);
                        })
                .toList();
    }

    private static String pageOf(String name, List<JsonObject> items) {
        return Json.write(
                Map.of(
                        "totalCount",
                        items.size(),
                        "count",
                        items.size(),
                        name,
                        items.stream().map(JsonObject::members).toList()));
    }
}
