package dev.platte.harness.machine;

import java.io.IOException;

/** What is looked at inside a machine. */
final class MachineChecks {
    private final Stage stage;

    MachineChecks(Stage stage) {
        this.stage = stage;
    }

    /** How systemd holds the client's units. */
    void units(PoweredMachine machine) throws IOException, InterruptedException {
        stage.compare("no unit failed", machine.text("systemctl --failed --no-legend --plain"), "");
        stage.compare(
                "the daemon's memory is bounded by its cgroup",
                machine.text("cat /sys/fs/cgroup/system.slice/update-client.service/memory.max"),
                Long.toString(512L << 20));
        stage.compare(
                "the workload goes first",
                machine.text("cat /sys/fs/cgroup/system.slice/update-client.service/cpu.weight"),
                "20");
        stage.compare(
                "systemd counts its exposure as less than 4 of 10",
                machine.ask("systemd-analyze security --threshold=40 update-client.service")
                        .status(),
                0);
        stage.compare(
                "the watchdog is armed",
                machine.text("systemctl show -P WatchdogUSec update-client.service"),
                "10min");
    }

    /** Who may ask what on the system's bus. */
    void bus(PoweredMachine machine) throws IOException, InterruptedException {
        String ask =
                "busctl call com.coreos.update1 /com/coreos/update1 com.coreos.update1.Manager ";
        stage.compare(
                "the user core may ask over the bus",
                machine.text(
                        "runuser -u core -- " + ask + "GetStatus | grep -c UPDATE_STATUS_IDLE"),
                "1");
        stage.compare(
                "another user may not",
                machine.text("runuser -u guest -- " + ask + "GetStatus 2>&1"),
                "Call failed: Access denied");
    }

    /** While an update waits for its reboot. */
    void atWork(PoweredMachine machine, String version) throws IOException, InterruptedException {
        stage.compare(
                "update_engine_client says that it waits for the reboot",
                machine.text("update_engine_client -status 2>&1 | grep CURRENT_OP"),
                "CURRENT_OP=UPDATE_STATUS_UPDATED_NEED_REBOOT");
        stage.compare(
                "the journal has the version as a field",
                machine.text(
                        "journalctl -b PLATTE_NEW_VERSION="
                                + version
                                + " -o cat --no-pager | grep -c . | sed 's/[1-9][0-9]*/some/'"),
                "some");
    }

    /** What an update left behind. */
    void updated(PoweredMachine machine, String version) throws IOException, InterruptedException {
        stage.compare(
                "the postinst ran in the daemon's sandbox, from the new image",
                machine.text(
                        "grep -e release -e own /var/lib/machine-postinst | sort | tr '\\n' ' '"),
                "own=/run/platte/postinst release=" + version);
        stage.compare(
                "and wrote to the boot partition, which is vfat",
                machine.text("ls /boot/flatcar; findmnt -no FSTYPE /boot").replace('\n', ' '),
                "postinst-was-here vmlinuz-a vmlinuz-b vfat");
    }

    /** The lock, when nobody holds it. */
    void lock(PoweredMachine machine) throws IOException, InterruptedException {
        stage.compare(
                "locksmithctl tells the lock of the group",
                machine.text("locksmithctl status 2>&1 | head -n 2 | tr '\\n' ' '"),
                "Available: 1 Max: 1");
    }
}
