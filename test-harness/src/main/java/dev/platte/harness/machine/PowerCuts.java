package dev.platte.harness.machine;

import dev.platte.harness.machine.VirtualMachine.Cache;
import java.io.IOException;
import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The power fails at random moments of an update, and what the machine had not synced is gone. The
 * next boot is whole every time, and the update arrives in the end.
 */
final class PowerCuts {
    private final Stage stage;
    private final RandomGenerator chance;

    PowerCuts(Stage stage, RandomGenerator chance) {
        this.stage = stage;
        this.chance = chance;
    }

    /**
     * Cuts the power so often, or until the update is there, and lets it be then.
     *
     * @param from what the machine runs
     * @param took how long an update takes on this machine, from the question to the reset
     */
    void play(MachineRelease from, MachineRelease to, int cuts, Duration took)
            throws IOException, InterruptedException {
        stage.chapter(
                "The power fails, up to %d times, while %s comes".formatted(cuts, to.version()));
        stage.server().publish(to.version(), to.payload(), to.deltaFrom(from), from.version());
        stage.running().ask("systemctl poweroff");
        stage.compare("it goes off when it is told to", stage.running().resets(Stage.BOOT), true);
        String version = from.version();
        for (int i = 0; i < cuts && !version.equals(to.version()); i++) {
            version = comesUp(Cache.VOLATILE);
            if (!version.equals(to.version())) {
                cut(took);
            }
        }
        while (!version.equals(to.version())) {
            version = comesUp(Cache.LASTING);
            if (!version.equals(to.version())) {
                stage.compare(
                        "it installs " + to.version() + " and reboots", stage.updates(), true);
            }
        }
        stage.runs(stage.running().slot(), to.version());
        stage.ask();
        stage.serverKnows("the server counts it as complete", "COMPLETE");
    }

    private void cut(Duration took) throws IOException, InterruptedException {
        stage.ask();
        Duration moment = Duration.ofMillis(chance.nextLong(took.toMillis()));
        boolean reset = stage.running().resetsWithin(moment);
        stage.powerOff();
        stage.say(
                reset
                        ? "it reset itself before the power failed"
                        : "the power failed after %d ms".formatted(moment.toMillis()));
    }

    /** Gives the version that runs. */
    private String comesUp(Cache cache) throws IOException, InterruptedException {
        PoweredMachine running = stage.powerOn(cache);
        boolean up = running.comesUp(Stage.BOOT);
        stage.compare("a whole image boots", up, true);
        if (!up) {
            throw new IOException("the machine does not come up:\n" + running.console(25));
        }
        stage.compare(
                "its daemon is up",
                running.await(
                        "systemctl show -P ActiveState update-client.service",
                        "active",
                        Stage.BOOT),
                "active");
        return running.text(". /usr/lib/os-release; echo $VERSION");
    }
}
