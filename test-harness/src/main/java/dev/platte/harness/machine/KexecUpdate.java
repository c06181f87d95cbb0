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
        PoweredMachine running = stage.running();
        running.ask(
                "mkdir -p $(dirname %s); echo REBOOT_METHOD=kexec >%s".formatted(DROP_IN, DROP_IN));
        String before = running.text(BOOT_ID);
        stage.ask();
        stage.compare("another kernel answers, and nothing was reset", comesUpAgain(before), true);
        stage.runs(SlotName.A, to.version());
        stage.compare(
                "it was told of slot A",
                running.text("grep -o mount.usr=[^\\ ]* /proc/cmdline"),
                "mount.usr=PARTUUID=" + SlotName.A.id());
        stage.ask();
        stage.serverKnows("the server counts it as complete", "COMPLETE");
        running.ask("echo 1 >/proc/sys/kernel/kexec_load_disabled");
        stage.compare(
                "kexec that was switched off is refused",
                running.text("update-client lock reboot 2>&1 | grep -o 'kexec is switched off'"),
                "kexec is switched off");
        running.ask("rm " + DROP_IN);
    }

    private boolean comesUpAgain(String before) throws IOException, InterruptedException {
        PoweredMachine running = stage.running();
        String now =
                stage.await(
                        Stage.UPDATE.plus(Stage.BOOT),
                        () -> running.comesUp(Stage.BOOT) ? running.text(BOOT_ID) : before,
                        boot -> !boot.equals(before));
        return !now.equals(before);
    }
}
