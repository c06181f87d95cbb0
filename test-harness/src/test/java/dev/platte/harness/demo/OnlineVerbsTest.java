package dev.platte.harness.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.ctl.command.Updatectl;
import dev.platte.ctl.output.Terminal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** updatectl's online verbs against a real server, as a release goes: each step needs the last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class OnlineVerbsTest {
    private static final String APPID = DemoServer.APPLICATION;

    @TempDir static Path work;
    private static Programs programs;
    private static Map<String, String> environment;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();

    @BeforeAll
    static void startServer() throws Exception {
        programs = Programs.ofThisBuild();
        Path home = work.resolve("server");
        String url = DemoServer.start(programs, home, 0).address();
        environment =
                Map.of(
                        "PLATTE_URL",
                        url,
                        "PLATTE_TOKEN_FILE",
                        DemoServer.data(home).resolve("admin-token").toString(),
                        "HOME",
                        work.toString());
        Files.write(work.resolve("usr.img"), new byte[4096 * 300]);
    }

    @AfterAll
    static void stopServer() {
        programs.close();
    }

    @BeforeEach
    void forget() {
        out = new StringWriter();
        err = new StringWriter();
    }

    @Test
    @Order(1)
    void anApplicationIsMadeWithKeyChannelAndGroup() {
        assertThat(run("app", "list")).isZero();
        assertThat(run("channel", "list")).isEqualTo(1);
        assertThat(err.toString()).contains("app create");
        done("app", "create", APPID, "--name", "Our OS");
        done("keys", "generate", "--out", at("key.pem"), "--public-out", at("key.pub.pem"));
        done("app", "key", "trust", at("key.pub.pem"));
        done("channel", "create", "stable", "--arch", "amd64");
        done("group", "create", "stable", "--channel", "stable", "--description", "all of them");
        assertThat(done("app", "list"))
                .contains("Our OS")
                .contains(APPID)
                .containsPattern(" ago|now");
        assertThat(done("app", "key", "list")).contains("key ");
        assertThat(json("app", "show").get("appid").asString()).isEqualTo(APPID);
    }

    @Test
    @Order(2)
    void theConfigurationLeavesAsADocumentAndComesBack() throws IOException {
        done("export", "--out", at("fleet.yaml"));
        String document = Files.readString(work.resolve("fleet.yaml"));
        assertThat(document).contains("Our OS").contains("all of them");
        done("apply", "--file", at("fleet.yaml"), "--reason", "again");
        assertThat(err.toString()).contains("nothing differs");
        Files.writeString(
                work.resolve("fleet.yaml"), document.replace("all of them", "each of them"));
        assertThat(done("apply", "--file", at("fleet.yaml"), "--dry-run")).contains("each of them");
        assertThat(done("group", "show", "stable")).contains("all of them");
        done("apply", "--file", at("fleet.yaml"), "--reason", "better words");
        assertThat(done("group", "show", "stable")).contains("each of them");
    }

    @Test
    @Order(2)
    void aPrivateKeyNeverLeaves() {
        assertThat(run("app", "key", "trust", at("key.pem"))).isEqualTo(1);
        assertThat(err.toString()).contains("private key where a public one is needed");
    }

    @Test
    @Order(3)
    void oneCommandUploadsPublishesAndPointsAndAgainChangesNothing() {
        payload("1.1.0");
        for (int again = 0; again < 2; again++) {
            assertThat(upload("1.1.0", "--publish", "--channel", "stable")).isZero();
        }
        assertThat(err.toString())
                .contains("uploading: 100%")
                .containsOnlyOnce("the payload is on the server already");
        assertThat(json("channel", "show", "stable").get("version").asString()).isEqualTo("1.1.0");
        assertThat(done("package", "list")).contains("1.1.0").contains("PUBLISHED");
        assertThat(done("package", "show", "1.1.0")).contains("sha256=");
    }

    @Test
    @Order(4)
    void anotherPayloadUnderTheSameVersionIsRefused() throws IOException {
        Files.write(work.resolve("usr.img"), new byte[4096 * 301]);
        payload("1.1.0");
        assertThat(upload("1.1.0")).isEqualTo(1);
        assertThat(err.toString()).contains("holds another payload");
    }

    @Test
    @Order(5)
    void theStepsOfAReleaseAreVerbsToo() {
        payload("1.2.0");
        done("package", "create", "1.2.0", "--arch", "amd64", "--notes", "quicker");
        assertThat(upload("1.2.0")).isZero();
        assertThat(run("channel", "promote", "stable", "1.2.0")).isEqualTo(1);
        assertThat(err.toString()).contains("(code package-not-published, request ");
        done("package", "publish", "1.2.0");
        assertThat(done("channel", "promote", "stable", "1.2.0", "--dry-run"))
                .containsPattern("promotion.wouldMove +0");
        assertThat(json("channel", "show", "stable").get("version").asString()).isEqualTo("1.1.0");
        done("channel", "promote", "stable", "1.2.0", "--reason", "it soaked");
        assertThat(done("channel", "list")).contains("1.2.0");
        assertThat(done("audit", "list", "--limit", "9")).contains("it soaked");
        String anchor = json("audit", "verify").get("head").get("anchor").asString();
        assertThat(done("audit", "verify", "--anchor", anchor)).containsPattern("holds +true");
    }

    @Test
    @Order(5)
    void filesLieBesideAPayloadAndAtMirrors() throws IOException {
        payload("1.3.0");
        Files.writeString(work.resolve("ext.raw"), "an extension");
        for (int again = 0; again < 2; again++) {
            assertThat(upload("1.3.0", "--extra", at("ext.raw"))).isZero();
        }
        assertThat(err.toString()).containsOnlyOnce("ext.raw is on the server already");
        done("package", "file", "add", "1.3.0", at("ext.raw"), "--name", "oem.gz", "--required");
        assertThat(json("package", "show", "1.3.0").get("files")).hasSize(2);
        done("package", "file", "remove", "1.3.0", "oem.gz");
        done("package", "set", "1.3.0", "--mirror", "http://127.0.0.1:9/os", "--notes", "more");
        assertThat(run("package", "check", "1.3.0")).isEqualTo(1);
        assertThat(out.toString()).contains("private address");
        done("package", "set", "1.3.0", "--own-store", "false");
        assertThat(run("package", "set", "1.3.0", "--mirror", "")).isEqualTo(1);
        assertThat(err.toString()).contains("mirrors-missing");
        assertThat(run("package", "set", "1.3.0")).isEqualTo(2);
    }

    @Test
    @Order(6)
    void groupsArePausedSetAndResumed() {
        done("group", "pause", "stable", "--reason", "a long weekend");
        assertThat(done("group", "show", "stable")).contains("a long weekend");
        done("group", "resume", "stable", "--reason", "back at work");
        done("group", "set", "stable", "--poll-interval", "PT30M");
        assertThat(json("group", "show", "stable").get("pollInterval").asString())
                .isEqualTo("PT30M");
        done("group", "set", "stable", "--poll-interval", "server");
        assertThat(json("group", "show", "stable").get("pollInterval").isNull()).isTrue();
        assertThat(run("group", "set", "stable")).isEqualTo(2);
        assertThat(done("group", "list")).contains("stable");
    }

    @Test
    @Order(7)
    void aTokensSecretGoesToAFileAndOpensUntilItIsRevoked() throws IOException {
        Path secret = work.resolve("ci-token");
        String shown =
                done(
                        "token",
                        "create",
                        "ci",
                        "--role",
                        "viewer",
                        "--expires",
                        "P1D",
                        "--out",
                        secret.toString());
        assertThat(shown).doesNotContain(Files.readString(secret).strip());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret)))
                .isEqualTo("rw-------");
        done("app", "list", "--token-file", secret.toString());
        assertThat(run("token", "list", "--token-file", secret.toString())).isEqualTo(1);
        assertThat(run("token", "create", "ci", "--role", "viewer", "--out", secret.toString()))
                .isEqualTo(1);
        JsonNode tokens = json("token", "list");
        long id = tokens.get(tokens.size() - 1).get("id").asLong();
        for (JsonNode token : tokens) {
            id = token.get("name").asString().equals("ci") ? token.get("id").asLong() : id;
        }
        done("token", "revoke", Long.toString(id));
        assertThat(run("app", "list", "--token-file", secret.toString())).isEqualTo(1);
    }

    @Test
    @Order(8)
    void hostsAreListedAndMissedInWords() {
        assertThat(done("host", "list", "--group", "stable", "--state", "failed"))
                .contains("machineId");
        assertThat(done("host", "list", "--alias", "web", "--address", "10.", "--error", "10"))
                .contains("machineId");
        assertThat(done("host", "list", "--silent-for", "P7D", "--retired")).contains("machineId");
        assertThat(run("host", "list", "--silent-for", "a week")).isEqualTo(1);
        assertThat(done("host", "counts")).contains("version", "hosts");
        assertThat(done("host", "timeline", "--group", "stable", "--step", "PT1H"))
                .contains("version", "hosts");
        assertThat(run("host", "timeline", "--step", "PT1S")).isEqualTo(1);
        assertThat(run("host", "show", "no such/host")).isEqualTo(1);
        assertThat(err.toString()).contains("updatectl: ").contains("(code ");
    }

    @Test
    @Order(8)
    void aRolloutIsPausedResumedHaltedAndItsWatcherTold() {
        assertThat(done("rollout", "list", "--group", "stable")).contains("1.2.0");
        done("rollout", "pause", "stable", "--reason", "a look first");
        assertThat(done("rollout", "status", "stable")).containsPattern("state +PAUSED");
        done("rollout", "resume", "stable", "--reason", "looks well");
        done("rollout", "halt", "stable", "--reason", "it burns");
        assertThat(run("rollout", "watch", "stable")).isEqualTo(1);
        assertThat(err.toString()).contains("stable to 1.2.0: HALTED").contains("it burns");
        assertThat(done("events", "--kind", "rollout", "--limit", "3"))
                .contains("rollout.halted")
                .contains("it burns")
                .contains("1.2.0 HALTED");
    }

    @Test
    @Order(8)
    void aMoveThatOthersMustAgreeToIsProposedAndAnswered() throws IOException {
        done("channel", "create", "lts", "--arch", "amd64");
        done("group", "policy", "stable", "--promote-to", "lts", "--at-once", "7");
        Files.writeString(work.resolve("policy.json"), "{\"promotion\": {\"approvals\": 1}}");
        done("group", "policy", "stable", "--merge", at("policy.json"), "--reason", "four eyes");
        assertThat(json("group", "policy", "stable").get("promotion").get("to").asString())
                .isEqualTo("lts");
        assertThat(done("group", "policy", "stable")).containsPattern("limits.atOnce +7");
        assertThat(done("channel", "promotion", "lts"))
                .containsPattern("from +stable")
                .containsPattern("missing +.*stopped");
        assertThat(run("channel", "promote", "lts", "1.1.0")).isEqualTo(1);
        assertThat(err.toString()).contains("approval-missing");
        done("channel", "propose", "lts", "1.1.0", "--reason", "it soaked");
        String id = json("approval", "list", "--open").get(0).get("id").asString();
        assertThat(run("approval", "approve", id)).isEqualTo(1);
        assertThat(err.toString()).contains("approval-own");
        Files.writeString(work.resolve("password"), "correct horse battery staple");
        done("user", "create", "bob", "--role", "approver", "--password-file", at("password"));
        done("user", "roles", "bob", "--role", "approver", "--role", "operator@" + APPID);
        assertThat(done("user", "list")).contains("bob");
        done("user", "disable", "bob", "--reason", "left");
        done("user", "enable", "bob");
        assertThat(done("approval", "show", id)).contains("it soaked");
        done("approval", "withdraw", id);
        done("group", "policy", "stable", "--promote-to", "none");
    }

    @Test
    @Order(8)
    void aChannelKeepsItsFloorsAndWhereItPointed() {
        done("channel", "floor", "add", "stable", "1.1.0", "--reason", "new bootloader");
        assertThat(done("channel", "floor", "list", "stable")).contains("new bootloader");
        done("channel", "floor", "remove", "stable", "1.1.0");
        assertThat(done("channel", "history", "stable"))
                .containsPattern("1.2.0 .*it soaked")
                .contains("1.1.0");
        assertThat(done("channel", "rollback", "stable", "--dry-run", "--reason", "burns"))
                .containsPattern("channel.version +1.1.0")
                .containsPattern("withdrawn.version +1.2.0");
        assertThat(json("channel", "show", "stable").get("version").asString()).isEqualTo("1.2.0");
    }

    @Test
    @Order(8)
    void anotherSystemIsToldUntilItIsRemoved() throws IOException {
        String secret = at("pager-secret");
        String[] add = {
            "webhook",
            "add",
            "pager",
            "--to",
            "https://hooks.example.com/x",
            "--kind",
            "rollout",
            "--secret-out",
            secret
        };
        assertThat(done(add)).contains("pager").doesNotContain("whsec_");
        assertThat(Files.readString(Path.of(secret))).startsWith("whsec_");
        assertThat(run(add)).isEqualTo(1);
        done("webhook", "set", "pager", "--kind", "rollout.halted,webhook", "--app", APPID);
        assertThat(done("webhook", "list")).contains("rollout.halted").contains(APPID);
        done("webhook", "rotate", "pager", "--secret-out", at("new-secret"), "--overlap", "PT1H");
        done("webhook", "disable", "pager", "--reason", "moves house");
        assertThat(run("webhook", "ping", "pager")).isEqualTo(1);
        assertThat(err.toString()).contains("moves house");
        done("webhook", "enable", "pager");
        assertThat(done("webhook", "deliveries", "pager")).contains("tries");
        assertThat(run("webhook", "redeliver", "pager", "4711")).isEqualTo(1);
        done("webhook", "remove", "pager");
        assertThat(run("webhook", "show", "pager")).isEqualTo(1);
    }

    @Test
    @Order(8)
    void hostsArePinnedBeforeTheyWereSeenAndExplainedAfter() {
        done("host", "pin", "m-1", "--until", "P1D", "--reason", "in the lab");
        done("host", "unpin", "m-1");
        assertThat(run("host", "unpin", "m-1")).isEqualTo(1);
        assertThat(run("host", "explain", "m-1")).isEqualTo(1);
        assertThat(err.toString()).contains("pin-unknown").contains("host-unknown");
    }

    @Test
    @Order(9)
    void aWithdrawnPackageStaysWithdrawn() {
        done("package", "withdraw", "1.2.0", "--reason", "loses the network");
        assertThat(done("package", "show", "1.2.0")).contains("loses the network");
        assertThat(upload("1.2.0")).isEqualTo(1);
        assertThat(err.toString()).contains("was withdrawn");
        assertThat(run("app", "key", "revoke", "00", "--reason", "lost")).isEqualTo(1);
        assertThat(err.toString()).contains("key-unknown");
    }

    @Test
    @Order(10)
    void lockGroupsAreMadeSetFrozenAndRemoved() throws IOException {
        Files.writeString(work.resolve("rules.json"), "{\"settle\":\"PT5M\"}");
        assertThat(run("lock", "create", "rack/7")).isEqualTo(1);
        assertThat(err.toString()).contains("lock-group-name-invalid");
        done(
                "lock",
                "create",
                "rack-7",
                "--max",
                "2",
                "--hold",
                "PT30M",
                "--rules",
                at("rules.json"),
                "--overdue",
                "PT2H",
                "--failure-budget",
                "1");
        JsonNode rules = json("lock", "status", "rack-7").get("rules");
        assertThat(rules.get("settle").stringValue()).isEqualTo("PT5M");
        assertThat(rules.at("/overdue/late").stringValue()).isEqualTo("PT2H");
        done("lock", "set", "rack-7", "--overdue", "hold", "--failure-budget", "none");
        assertThat(json("lock", "status", "rack-7").at("/rules/failureBudget").isNull()).isTrue();
        assertThat(run("lock", "set", "rack-7")).isEqualTo(2);
        err = new StringWriter();
        done("lock", "set-max", "rack-7", "25%");
        assertThat(err.toString()).isEqualTo("Old-Max: 2\nMax: 25%\n");
        done("lock", "set-max", "rack-7", "1");
        done("lock", "freeze", "rack-7", "--reason", "year's end");
        assertThat(done("lock", "groups")).contains("rack-7", "nobody reboots: year's end");
        done("lock", "thaw", "rack-7", "--reason", "a new year");
        done("lock", "resume", "rack-7", "--reason", "looked at");
    }

    @Test
    @Order(11)
    void slotsAreTakenFreedAndSeen() {
        done("lock", "take", "rack-7", "host-1", "--reason", "a new disk");
        assertThat(run("lock", "take", "rack-7", "host-2")).isEqualTo(1);
        assertThat(err.toString()).contains("lock-slots-taken");
        assertThat(done("lock", "holders", "rack-7")).contains("host-1", "HELD");
        assertThat(done("lock", "waiting", "rack-7")).doesNotContain("host-");
        assertThat(run("lock", "why", "rack-7", "host-9")).isEqualTo(1);
        assertThat(run("lock", "free", "rack-7", "host-1")).isEqualTo(2);
        done("lock", "free", "rack-7", "host-1", "--reason", "done");
        assertThat(done("lock", "events", "rack-7", "--host", "host-1"))
                .contains("TAKEN", "FREED", "a new disk");
        done("lock", "token", "create", "rack-7", "--out", at("lock-token"), "--host", "host-1");
        long id = json("lock", "token", "list", "rack-7").get(0).get("id").longValue();
        done("lock", "token", "revoke", "rack-7", Long.toString(id));
        assertThat(work.resolve("lock-token")).content().startsWith("plattelock_");
        assertThat(done("export")).contains("name: rack-7");
        done("lock", "remove", "rack-7", "--reason", "moved");
        assertThat(done("lock", "groups")).doesNotContain("rack-7");
    }

    /** docs/reboots.md, for the host of its example, which holds a slot. */
    @Test
    @Order(12)
    void theCommandsAboutRebootsAreAsWritten() throws Exception {
        String host = "1c09ca98649c4c7abc779cd04c96812e";
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest asks =
                    HttpRequest.newBuilder(
                                    URI.create(environment.get("PLATTE_URL") + "/v1/pre-reboot"))
                            .header("fleet-lock-protocol", "true")
                            .POST(
                                    BodyPublishers.ofString(
                                            "{\"client_params\":{\"id\":\"%s\",\"group\":\"stable\"}}"
                                                    .formatted(host)))
                            .build();
            // Its rollout stands still by now, and so do its reboots.
            assertThat(http.send(asks, BodyHandlers.ofString()).body()).contains("rollout_halted");
        }
        done("lock", "take", "stable", host);
        Path document = Path.of(System.getProperty("platte.root"), "docs/reboots.md");
        List<String> commands =
                Files.readAllLines(document).stream()
                        .filter(line -> line.startsWith("updatectl "))
                        .toList();
        assertThat(commands).hasSizeGreaterThan(6);
        for (String command : commands) {
            done(
                    Pattern.compile("\"([^\"]*)\"|(\\S+)")
                            .matcher(command)
                            .results()
                            .skip(1)
                            .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                            .toArray(String[]::new));
        }
    }

    private void payload(String version) {
        done(
                "payload",
                "create",
                "--image",
                at("usr.img"),
                "--key",
                at("key.pem"),
                "--out",
                at(version + ".crau"));
    }

    private int upload(String version, String... more) {
        String[] words = {
            "package",
            "upload",
            "--file",
            at(version + ".crau"),
            "--version",
            version,
            "--arch",
            "amd64"
        };
        String[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return run(all);
    }

    private JsonNode json(String... words) {
        String[] all = Arrays.copyOf(words, words.length + 2);
        all[words.length] = "--output";
        all[words.length + 1] = "json";
        return JsonMapper.shared().readTree(done(all));
    }

    private String done(String... words) {
        out = new StringWriter();
        assertThat(run(words)).as(() -> out + "\n" + err).isZero();
        return out.toString();
    }

    private int run(String... words) {
        CommandLine tree = Updatectl.tree(new Terminal(false, InstantSource.system(), environment));
        return tree.setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(words);
    }

    private static String at(String name) {
        return work.resolve(name).toString();
    }
}
