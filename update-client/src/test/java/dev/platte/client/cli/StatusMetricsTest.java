package dev.platte.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.platte.client.agent.Situation;
import dev.platte.client.config.Settings;
import dev.platte.client.config.SettingsReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatusMetricsTest {
    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");

    @TempDir private Path root;

    @Test
    void whoQueuesForASlotTellsWhereAndWhy() throws Exception {
        Settings settings =
                SettingsReader.read(
                                new SettingsReader.Sources(
                                        root, Optional.empty(), Map.of(), Map.of()))
                        .settings();
        Situation situation =
                new Situation(
                        new Situation.Now(
                                "UPDATE_STATUS_UPDATED_NEED_REBOOT", "need-reboot", NOON, ""),
                        new Situation.Checks(Optional.empty(), Optional.empty()),
                        Situation.Update.NONE,
                        Optional.empty(),
                        "",
                        new Situation.Reboot(
                                "queued",
                                "waits for a slot",
                                "failed_lock_semaphore_full",
                                Optional.of(NOON),
                                Optional.empty(),
                                Optional.of(3L)));

        assertThat(StatusMetrics.of(new Standing(situation, true), settings))
                .contains(
                        "platte_client_reboot_phase{phase=\"queued\"} 1\n",
                        "platte_client_reboot_obstacle{kind=\"failed_lock_semaphore_full\"} 1\n",
                        "platte_client_reboot_waits_since_timestamp_seconds 1772452800\n",
                        "platte_client_reboot_queue_position 3\n")
                .doesNotContain("reboot_slot_since");
    }
}
