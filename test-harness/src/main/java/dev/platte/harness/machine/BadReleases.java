package dev.platte.harness.machine;

import dev.platte.client.slot.SlotName;
import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** Releases that do not work, on a machine that runs another one from slot B. */
final class BadReleases {
    private final Stage stage;
    private final MachineRelease good;

    /**
     * @param good what the machine runs from slot B
     */
    BadReleases(Stage stage, MachineRelease good) {
        this.stage = stage;
        this.good = good;
    }

    /** One that boots and whose health check fails: the host leaves it by itself. */
    void unhealthy(MachineRelease bad) throws IOException, InterruptedException {
        stage.chapter(bad.version() + " boots, and its health check fails");
        String id = install(bad);
        try (PoweredMachine running = stage.machine().start()) {
            stage.compare("the bootloader tries", running.slot().label(), SlotName.A.label());
            stage.compare(
                    "update-client-unhealthy.service reboots out of it",
                    running.resets(Stage.UPDATE),
                    true);
        }
        fallenBack(bad, id);
    }

    /** One whose kernel panics: the bootloader has counted its try. */
    void panics(MachineRelease bad) throws IOException, InterruptedException {
        stage.chapter(bad.version() + " ends in a kernel panic");
        String id = install(bad);
        try (PoweredMachine running = stage.machine().start()) {
            stage.compare("the bootloader tries", running.slot().label(), SlotName.A.label());
            stage.compare("it resets", running.resets(Stage.BOOT), true);
            stage.compare(
                    "after a panic",
                    running.console(60).contains("Kernel panic - not syncing"),
                    true);
        }
        fallenBack(bad, id);
    }

    private String install(MachineRelease bad) throws IOException, InterruptedException {
        stage.server().publish(bad.version(), bad.payload(), bad.deltaFrom(good), good.version());
        try (PoweredMachine running = stage.machine().start()) {
            stage.comesUp(running, SlotName.B, good.version());
            String id = running.text("cat /etc/machine-id");
            stage.compare(
                    "it installs " + bad.version() + " and reboots", stage.updates(running), true);
            return id;
        }
    }

    private void fallenBack(MachineRelease bad, String id)
            throws IOException, InterruptedException {
        try (PoweredMachine running = stage.machine().start()) {
            stage.comesUp(running, SlotName.B, good.version());
            stage.ask(running);
            stage.compare(
                    "the server knows that it fell back",
                    stage.awaitState(id, "FELL_BACK"),
                    "FELL_BACK");
            JsonNode rollout = stage.server().rollout();
            stage.compare(
                    "the rollout halted itself",
                    rollout.path("version").asString("") + " " + rollout.path("state").asString(""),
                    bad.version() + " HALTED");
            running.ask("systemctl poweroff");
            running.resets(Stage.BOOT);
        }
    }
}
