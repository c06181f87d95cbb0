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
        PoweredMachine running = stage.powerOn();
        stage.comesUp(SlotName.A, from.version());
        inside.units(running);
        inside.bus(running);
        stage.chapter(to.version() + " is published as a delta; the machine asks");
        stage.server().publish(to.version(), to.payload(), to.deltaFrom(from), from.version());
        running.ask(
                "systemd-run --unit=long-job systemd-inhibit --what=shutdown --who=long-job --why=transcoding sleep 10000");
        logIn(running);
        stage.compare(
                "update_engine_client asks the daemon over the bus",
                running.ask("update_engine_client -check_for_update", Duration.ofSeconds(20))
                        .status(),
                0);
        stage.compare(
                "an inhibitor holds the reboot, and the unit says who",
                waits(running, "long-job"),
                "long-job");
        inside.atWork(running, to.version());
        running.ask("systemctl stop long-job.service");
        stage.compare(
                "logged-in users hold it next",
                waits(running, "2 logged-in users"),
                "2 logged-in users");
        stage.compare(
                "one was told on a pseudo-terminal",
                running.text("grep -c 'Message from update-client' /run/terminal"),
                "1");
        stage.compare(
                "the other one on the serial console",
                running.console(400).contains("Message from update-client"),
                true);
        running.ask("systemctl stop somebody.service operator.service");
        stage.say("the users log out");
        stage.compare(
                "it takes the lock and reboots through logind", running.resets(Stage.UPDATE), true);
        stage.chapter("It comes up from the other slot");
        running = stage.powerOn();
        stage.comesUp(SlotName.B, to.version());
        inside.updated(running, to.version());
        stage.ask();
        stage.serverKnows("the server counts it as complete", "COMPLETE");
        stage.compare(
                "its reboot slot is free again",
                stage.await(
                        () -> stage.server().api().get("/locks/stable/slots").size() + "",
                        "0"::equals),
                "0");
        inside.lock(running);
    }

    /** One comes over the network, one stands at the console. */
    private static void logIn(PoweredMachine running) throws IOException, InterruptedException {
        running.ask("systemd-run --unit=somebody script -qfc 'login -f core' /run/terminal");
        running.ask(
                "systemctl stop serial-getty@ttyS0; systemd-run --unit=operator -p TTYPath=/dev/ttyS0 -p StandardInput=tty"
                        + " -p StandardOutput=tty -p PAMName=login -p User=core sleep 10000");
    }

    /** The word once the unit's status holds it, else the status. */
    private String waits(PoweredMachine running, String word)
            throws IOException, InterruptedException {
        return running.await(
                STATUS + " | sed 's/.*" + word + ".*/" + word + "/'", word, Stage.UPDATE);
    }
}
