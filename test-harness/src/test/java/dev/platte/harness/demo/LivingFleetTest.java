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

    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void hostsMoveOneRolloutHaltsAndAPromotionWaitsForAnAnswer(@TempDir Path work)
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
                assertThat(fleet).isNotNull();
                JsonNode halted = await(server.api(), "HALTED");
                assertThat(halted.path("arch").asString()).isEqualTo("arm64");
                assertThat(halted.path("group").asString()).isEqualTo("beta");
                assertThat(server.api().get("/approvals").path(0).path("action").asString())
                        .isEqualTo("channel.promote");
                assertThat(await(server.api(), "RUNNING").path("counted").path("updated").asLong())
                        .isNotNegative();
            }
        }
    }

    /** The first rollout of the application that comes into a state. */
    private static JsonNode await(DemoApi api, String state) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (JsonNode rollout : api.get("/applications/" + LivingFleet.APP + "/rollouts")) {
                if (rollout.path("state").asString("").equals(state)) {
                    return rollout;
                }
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
        throw new AssertionError("no rollout is " + state + " after " + PATIENCE);
    }
}
