package dev.platte.harness.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The demo's fleet on the real server: a dashboard over it has something of everything to show. */
class LivingFleetTest {

    private static final String APP = "/applications/" + LivingFleet.APP;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Test
    @Timeout(value = 12, unit = TimeUnit.MINUTES)
    void rolloutsAreOpenAPromotionWaitsForAnAnswerAndHostsPoll(@TempDir Path work)
            throws Exception {
        try (Programs programs = Programs.ofThisBuild()) {
            Path secret = work.resolve("key.pem");
            Path open = work.resolve("key.pub.pem");
            programs.ask(
                    "updatectl", List.of("keys", "generate", "--type=rsa2048", "--out=" + secret));
            programs.ask(
                    "updatectl", List.of("keys", "public", "--key=" + secret, "--out=" + open));
            DemoServer server = DemoServer.start(programs, work.resolve("server"), 0);
            Path folder = Files.createDirectories(work.resolve("fleet"));
            LivingFleet.Key key = new LivingFleet.Key(secret, open);
            try (LivingFleet fleet = LivingFleet.begin(programs, server, folder, key, 600)) {
                DemoApi api = server.api();
                assertThat(api.get("/approvals").path(0).path("action").asString())
                        .isEqualTo("channel.promote");
                assertThat(api.get(APP + "/rollouts").valueStream())
                        .filteredOn(rollout -> rollout.path("state").asString().equals("RUNNING"))
                        .extracting(rollout -> rollout.path("group").asString())
                        .contains("alpha", "beta", "stable");
                assertThat(await(api, fleet)).startsWith("sim-");
            }
        }
    }

    /** The id of the first host that has polled. */
    private static String await(DemoApi api, LivingFleet fleet) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            JsonNode hosts = api.get(APP + "/hosts");
            if (!hosts.isEmpty()) {
                return hosts.path(0).path("machineId").asString();
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new AssertionError("no host of " + fleet + " has polled after " + PATIENCE);
    }
}
