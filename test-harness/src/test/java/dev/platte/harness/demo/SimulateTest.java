package dev.platte.harness.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.ctl.command.Updatectl;
import dev.platte.ctl.output.Terminal;
import dev.platte.ctl.simulate.Picture;
import dev.platte.ctl.simulate.Scenario;
import dev.platte.ctl.simulate.Simulation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Small simulated fleets against the real server, which keeps its promises. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class SimulateTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String DOCUMENT = "docs/simulate.md";

    @TempDir static Path work;
    private static Programs programs;
    private static String url;
    private static Map<String, String> environment;

    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void startServer() throws Exception {
        programs = Programs.ofThisBuild();
        Path home = work.resolve("server");
        DemoServer server = DemoServer.start(programs, home, 0);
        url = server.address();
        environment =
                Map.of(
                        "PLATTE_URL",
                        url,
                        "PLATTE_TOKEN_FILE",
                        DemoServer.data(home).resolve("admin-token").toString());
        Path image = Files.write(work.resolve("usr.img"), new byte[4096 * 30]);
        Path key = work.resolve("key.pem");
        Path publicKey = work.resolve("key.pub.pem");
        Path payload = work.resolve("usr.crau");
        ctl("keys", "generate", "--out=" + key, "--public-out=" + publicKey);
        ctl("payload", "create", "--image=" + image, "--key=" + key, "--out=" + payload);
        server.establish(publicKey);
        ctl("group", "create", "canary", "--channel", "stable");
        ctl("group", "policy", "stable", "--at-once", "9");
        server.publish("1.1.0", payload);
    }

    @AfterAll
    static void stopServer() {
        programs.close();
    }

    /** One fleet after another, since they share their groups' rollouts. */
    @Test
    void aFleetUpdatesWithinItsLimitsAndTheServerKnowsEachHost() throws Exception {
        JsonNode end =
                simulated(
                        0,
                        "--hosts=120 --group=stable=2 --group=canary --speed=3000 --for=PT8S"
                                + " --fall-back=1 --silent=2 --slow=5 --download=real"
                                + " --outage=PT3S/PT1S --seed=3");
        assertThat(end.get("checks")).hasSize(4).allMatch(check -> check.get("held").asBoolean());
        assertThat(end.get("updated").asLong()).isBetween(60L, 120L);
        assertThat(end.get("unreachable").asLong()).isPositive();
    }

    @Test
    void aReleaseThatFailsIsHaltedAndOfferedToNobodyAfterwards() throws Exception {
        JsonNode end =
                simulated(
                        0,
                        "--hosts=150 --group=canary --version=1.0.1 --speed=5000 --for=PT6S"
                                + " --fail=90 --error-code=37 --seed=4");
        assertThat(end.get("failed").asLong()).isPositive();
        assertThat(end.get("updated").asLong()).isLessThan(100);
        String rollouts = ctl("rollout", "list", "--group", "canary");
        assertThat(rollouts).contains("HALTED");
    }

    @Test
    void theCommandsOfThePageAreAsWritten() throws IOException {
        String page = Files.readString(Path.of(System.getProperty("platte.root"), DOCUMENT));
        List<String> commands =
                page.replaceAll("\\\\\n +", "")
                        .lines()
                        .filter(line -> line.startsWith("updatectl simulate --"))
                        .toList();
        assertThat(commands).hasSize(2);
        for (String command : commands) {
            ctl(command.substring("updatectl ".length()).split(" "));
        }
    }

    @Test
    void aFleetLivesBehindAnotherProgramToo() {
        Scenario scenario =
                new Scenario(
                        new Scenario.Crowd(
                                DemoServer.APPLICATION,
                                List.of(new Scenario.Share("nowhere", 1)),
                                "0.9.0",
                                "arm64",
                                30),
                        Scenario.Habits.USUAL.faster(20_000),
                        Scenario.Mishaps.NONE,
                        Optional.empty(),
                        5);
        Simulation fleet = Simulation.start(scenario, new Simulation.Target(URI.create(url), 4));
        try (fleet) {
            Picture now = fleet.picture();
            while (now.sums().polls() < 30 && fleet.failure().isEmpty()) {
                Thread.onSpinWait();
                now = fleet.picture();
            }
            assertThat(now.versions()).containsExactly(Map.entry("0.9.0", 30L));
        }
        assertThat(fleet.failure()).isEmpty();
        assertThat(Duration.ofNanos((long) (fleet.picture().seconds() * 1e9))).isPositive();
    }

    private JsonNode simulated(int status, String options) {
        StringWriter out = new StringWriter();
        String line = "simulate --output=json --version=1.0.0 --every=PT2S " + options;
        List<String> words = Arrays.asList(line.split(" "));
        if (options.contains("--version=")) {
            words = words.stream().filter(word -> !word.equals("--version=1.0.0")).toList();
        }
        int ended =
                Updatectl.tree(new Terminal(false, InstantSource.system(), environment))
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(words.toArray(String[]::new));
        assertThat(ended).as(out + "\n" + err).isEqualTo(status);
        return JSON.readTree(out.toString());
    }

    private static String ctl(String... line) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int ended =
                Updatectl.tree(new Terminal(false, InstantSource.system(), environment))
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(line);
        assertThat(ended).as(Arrays.toString(line) + err).isZero();
        return out.toString();
    }
}
