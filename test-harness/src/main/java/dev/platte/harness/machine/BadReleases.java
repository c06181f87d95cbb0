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
        install(bad);
        stage.compare(
                "update-client-unhealthy.service reboots out of it",
                stage.running().resets(Stage.UPDATE),
                true);
        fallsBack(bad);
    }

    /** One whose kernel panics: the bootloader has counted its try. */
    void panics(MachineRelease bad) throws IOException, InterruptedException {
        stage.chapter(bad.version() + " ends in a kernel panic");
        install(bad);
        stage.compare("it resets", stage.running().resets(Stage.BOOT), true);
        stage.compare(
                "after a panic",
                stage.running().console(60).contains("Kernel panic - not syncing"),
                true);
        fallsBack(bad);
    }

    private void install(MachineRelease bad) throws IOException, InterruptedException {
        stage.server().publish(bad.version(), bad.payload(), bad.deltaFrom(good), good.version());
        stage.compare("it installs " + bad.version() + " and reboots", stage.updates(), true);
        stage.powerOn();
        stage.compare("the bootloader tries", stage.running().slot().label(), SlotName.A.label());
    }

    private void fallsBack(MachineRelease bad) throws IOException, InterruptedException {
        stage.powerOn();
        stage.comesUp(SlotName.B, good.version());
        stage.ask();
        stage.serverKnows("the server knows that it fell back", "FELL_BACK");
        JsonNode rollout = stage.server().rollout();
        stage.compare(
                "the rollout halted itself",
                rollout.path("version").asString("") + " " + rollout.path("state").asString(""),
                bad.version() + " HALTED");
    }
}
