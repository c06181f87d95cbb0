package dev.platte.harness.machine;

import dev.platte.client.slot.SlotName;
import java.io.IOException;
import java.time.Duration;

/**
 * A factory-new machine gets its first update, while a program inhibits shutdowns and somebody is
 * logged in; then it reboots through logind and comes up from the other slot.
 */
final class GoodUpdate {
    private static final String STATUS = "systemctl show -P StatusText update-client.service";

    private final Stage stage;
    private final MachineChecks inside;

    GoodUpdate(Stage stage) {
        this.stage = stage;
        this.inside = new MachineChecks(stage);
    }

    /** Plays it. */
    void play(MachineRelease from, MachineRelease to) throws IOException, InterruptedException {
        stage.chapter("A factory-new machine boots " + from.version());
        try (PoweredMachine running = stage.machine().start()) {
            stage.comesUp(running, SlotName.A, from.version());
            inside.units(running);
            inside.bus(running);
            stage.chapter(to.version() + " is published as a delta; the machine asks");
            stage.server().publish(to.version(), to.payload(), to.deltaFrom(from), from.version());
            running.ask(
                    "systemd-run --unit=long-job systemd-inhibit --what=shutdown --who=long-job --why=transcoding sleep 10000");
            running.ask("systemd-run --unit=somebody script -qfc 'login -f core' /run/terminal");
            stage.compare(
                    "update_engine_client asks the daemon over the bus",
                    running.ask("update_engine_client -check_for_update", Duration.ofSeconds(20))
                            .status(),
                    0);
            stage.compare(
                    "an inhibitor holds the reboot, and the unit says who",
                    waits(running, "long-job"),
                    "long-job");
            running.ask("systemctl stop long-job.service");
            stage.compare(
                    "a logged-in user holds it next",
                    waits(running, "logged-in user"),
                    "logged-in user");
            stage.compare(
                    "and was told on the terminal",
                    running.text("grep -c 'Message from update-client' /run/terminal"),
                    "1");
            inside.atWork(running);
            running.ask("systemctl stop somebody.service; loginctl kill-user core");
            stage.say("the user logs out");
            stage.compare(
                    "it takes the lock and reboots through logind",
                    running.resets(Stage.UPDATE),
                    true);
        }
        stage.chapter("It comes up from the other slot");
        try (PoweredMachine running = stage.machine().start()) {
            stage.comesUp(running, SlotName.B, to.version());
            inside.updated(running, to.version());
            String id = running.text("cat /etc/machine-id");
            stage.compare(
                    "the server counts it as complete",
                    stage.awaitState(id, "COMPLETE"),
                    "COMPLETE");
            stage.compare(
                    "its reboot slot is free again",
                    stage.await(
                            () -> stage.server().api().get("/locks/stable/slots").size() + "",
                            "0"::equals),
                    "0");
            running.ask("systemctl poweroff");
            running.resets(Stage.BOOT);
        }
    }

    /** The word once the unit's status holds it, else the status. */
    private String waits(PoweredMachine running, String word)
            throws IOException, InterruptedException {
        return running.await(
                STATUS + " | sed 's/.*" + word + ".*/" + word + "/'", word, Stage.UPDATE);
    }
}
