package dev.platte.harness.machine;

import dev.platte.client.slot.SlotName;
import java.io.IOException;

/** An update that leaves firmware and bootloader out, on a machine that runs from slot B. */
final class KexecUpdate {
    private static final String BOOT_ID = "cat /proc/sys/kernel/random/boot_id";
    private static final String DROP_IN = "/etc/platte/update.conf.d/10-kexec.conf";

    private final Stage stage;

    KexecUpdate(Stage stage) {
        this.stage = stage;
    }

    /** The kernel that runs loads that of slot A and starts it; qemu is not reset. */
    void play(MachineRelease from, MachineRelease to) throws IOException, InterruptedException {
        stage.chapter(to.version() + " is started by kexec");
        stage.server().publish(to.version(), to.payload(), to.deltaFrom(from), from.version());
        try (PoweredMachine running = stage.machine().start()) {
            stage.comesUp(running, SlotName.B, from.version());
            running.ask(
                    "mkdir -p $(dirname %s); echo REBOOT_METHOD=kexec >%s"
                            .formatted(DROP_IN, DROP_IN));
            String before = running.text(BOOT_ID);
            stage.ask(running);
            stage.compare(
                    "another kernel answers, and nothing was reset",
                    comesUpAgain(running, before),
                    true);
            stage.runs(running, SlotName.A, to.version());
            stage.compare(
                    "the kernel was told of slot A",
                    running.text("grep -o mount.usr=[^\\ ]* /proc/cmdline"),
                    "mount.usr=PARTUUID=" + SlotName.A.id());
            String id = running.text("cat /etc/machine-id");
            stage.compare(
                    "the server counts it as complete",
                    stage.awaitState(id, "COMPLETE"),
                    "COMPLETE");
            running.ask("rm " + DROP_IN);
            running.ask("systemctl poweroff");
            running.resets(Stage.BOOT);
        }
    }

    private boolean comesUpAgain(PoweredMachine running, String before)
            throws IOException, InterruptedException {
        long deadline =
                System.nanoTime()
                        + stage.accelerator().patience(Stage.UPDATE.plus(Stage.BOOT)).toNanos();
        while (System.nanoTime() < deadline) {
            if (running.comesUp(Stage.BOOT) && !running.text(BOOT_ID).equals(before)) {
                return true;
            }
            Thread.sleep(1000);
        }
        return false;
    }
}
