package dev.platte.harness.machine;

import dev.platte.client.gpt.FileDevice;
import dev.platte.client.slot.SlotName;
import dev.platte.harness.boot.Choice;
import dev.platte.harness.boot.Gptprio;
import dev.platte.harness.disk.DiskImage;
import dev.platte.harness.disk.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A machine with one disk, in qemu. Each start goes the way of the firmware: the bootloader chooses
 * a slot from the disk's partition table and counts its try down, reads that slot's kernel from the
 * boot partition, and starts it with the slot's id in its arguments.
 */
final class VirtualMachine {
    private static final String MEMORY_MIB = "768";

    /** No run of a machine takes longer, whatever becomes of the harness. */
    private static final String LONGEST_SECONDS = "1800";

    private final DiskImage disk;
    private final Path home;
    private final Accelerator accelerator;
    private int starts;

    /**
     * @param home where consoles are kept, as {@code console-N.log}
     */
    VirtualMachine(DiskImage disk, Path home, Accelerator accelerator) {
        this.disk = disk;
        this.home = home;
        this.accelerator = accelerator;
    }

    /** Whether what the disk's cache holds survives a power cut. */
    enum Cache {
        /** Every write is at once in the disk's file. */
        LASTING,
        /**
         * What the machine did not sync is lost when the power fails: writes go to an overlay whose
         * map of blocks is written only when the machine asks for it.
         */
        VOLATILE
    }

    /** Switches it on. */
    PoweredMachine start() throws IOException, InterruptedException {
        return start(Cache.LASTING);
    }

    /** Switches it on with such a disk; {@link #settle} is to follow a volatile one. */
    PoweredMachine start(Cache cache) throws IOException, InterruptedException {
        Choice choice;
        try (FileDevice device = FileDevice.open(disk.path(), disk.layout().sectorSize())) {
            choice = Gptprio.next(device);
        }
        return switch (choice) {
            case Choice.Stops(String reason) ->
                    throw new IOException("the bootloader stops: " + reason);
            case Choice.Boots boots ->
                    start(boots.id().equals(SlotName.A.id()) ? SlotName.A : SlotName.B, cache);
        };
    }

    private PoweredMachine start(SlotName slot, Cache cache)
            throws IOException, InterruptedException {
        starts++;
        Path console = home.resolve("console-%02d.log".formatted(starts));
        Path kernel = kernel(slot);
        // The names of sockets are short.
        Path sockets = Files.createTempDirectory("machine");
        Path socket = sockets.resolve("control");
        try {
            Process qemu =
                    new ProcessBuilder(command(slot, kernel, socket, cache))
                            .redirectErrorStream(true)
                            .redirectOutput(console.toFile())
                            .start();
            qemu.getOutputStream().close();
            return PoweredMachine.on(slot, qemu, console, socket, accelerator);
        } finally {
            Files.deleteIfExists(socket);
            Files.delete(sockets);
        }
    }

    private List<String> command(SlotName slot, Path kernel, Path socket, Cache cache)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Program.require("timeout", "coreutils").path().toString());
        command.addAll(List.of("--signal=KILL", LONGEST_SECONDS));
        command.add(Program.require("qemu-system-x86_64", "qemu-system-x86").path().toString());
        command.addAll(List.of("-accel", accelerator.name(), "-cpu", accelerator.processor()));
        command.addAll(List.of("-m", MEMORY_MIB, "-smp", "2"));
        command.addAll(List.of("-nodefaults", "-no-user-config", "-display", "none"));
        // A reset ends it: firmware and bootloader are ours.
        command.addAll(List.of("-no-reboot", "-serial", "stdio"));
        command.addAll(List.of("-kernel", kernel.toString(), "-append", arguments(slot)));
        command.addAll(
                List.of("-drive", drive(cache), "-device", "nvme,drive=disk,serial=machine"));
        command.addAll(
                List.of("-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile="));
        command.addAll(
                List.of("-device", "virtio-rng-pci", "-device", "virtio-serial-pci,id=ports"));
        command.addAll(
                List.of(
                        "-chardev",
                        "socket,id=control,path=" + socket + ",server=on,wait=off",
                        "-device",
                        "virtserialport,chardev=control,name=platte"));
        return command;
    }

    private static String arguments(SlotName slot) {
        return "console=ttyS0 root=/dev/nvme0n1p%d rw init=/platte/init mount.usr=PARTUUID=%s panic=1 mitigations=off"
                .formatted(MachineDisk.ROOT, slot.id());
    }

    private String drive(Cache cache) throws IOException, InterruptedException {
        return switch (cache) {
            case LASTING -> "if=none,id=disk,format=raw,cache=writeback,file=" + disk.path();
            case VOLATILE -> {
                Files.deleteIfExists(overlay());
                image("create", "-q", "-f", "qcow2", "-F", "raw", "-b", disk.path().toString());
                yield "if=none,id=disk,format=qcow2,cache=writeback,lazy-refcounts=on,cache-clean-interval=0,"
                        + "l2-cache-size=4M,file="
                        + overlay();
            }
        };
    }

    /** What the disk holds after a volatile run ended, however it did. */
    void settle() throws IOException, InterruptedException {
        image("check", "-q", "-r", "all");
        image("commit", "-q");
        Files.delete(overlay());
    }

    private void image(String... words) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(words));
        arguments.add(overlay().toString());
        Program.require("qemu-img", "qemu-utils").run(arguments).orFail();
    }

    private Path overlay() {
        return disk.path().resolveSibling(disk.path().getFileName() + ".overlay");
    }

    /** As GRUB reads it: {@code /flatcar/vmlinuz-a} of the boot partition. */
    private Path kernel(SlotName slot) throws IOException, InterruptedException {
        Path kernel = home.resolve("vmlinuz");
        Program.require("mcopy", "mtools")
                .run(
                        List.of(
                                "-n",
                                "-o",
                                "-i",
                                disk.path() + "@@" + disk.offset(MachineDisk.EFI),
                                "::/flatcar/vmlinuz-" + slot.name().toLowerCase(Locale.ROOT),
                                kernel.toString()))
                .orFail();
        return kernel;
    }
}
