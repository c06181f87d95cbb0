package dev.platte.client.slot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The disk that this host runs from.
 *
 * @param device the whole disk, for example /dev/nvme0n1
 * @param running the slot that {@code /usr} is mounted from
 */
public record HostDisk(Path device, SlotName running) {
    /** What the bootloader and the initrd pass; the slot's PARTUUID behind one of these names. */
    private static final Pattern KERNEL_ARGUMENT =
            Pattern.compile(
                    "(?:^|\\s)(?:mount\\.usr|verity\\.usr|usr)=(?:PARTUUID=|/dev/disk/by-partuuid/)"
                            + "([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})(?=\\s|$)");

    /**
     * Follows the mount of {@code /usr} through device mapper to its partition (update_engine:
     * {@code rootdev -s /usr}); where that leads to no partition, asks the kernel's command line.
     *
     * @throws SlotException when neither names a slot
     */
    public static HostDisk find(HostPaths host) throws IOException {
        Optional<HostDisk> found = ofMount(host);
        if (found.isEmpty()) {
            found = ofKernelArguments(host);
        }
        return found.orElseThrow(
                () ->
                        new SlotException(
                                SlotException.Reason.RUNNING_UNKNOWN,
                                "neither the mount of /usr nor the kernel's command line (mount.usr=PARTUUID=...) names a slot; "
                                        + "name the disk and the running slot yourself"));
    }

    private static Optional<HostDisk> ofMount(HostPaths host) throws IOException {
        Sysfs sysfs = new Sysfs(host);
        Optional<HostDisk> found = Optional.empty();
        for (Mount mount : Mount.read(host.proc())) {
            if (!mount.point().equals("/usr")) {
                continue;
            }
            Optional<Path> device = sysfs.ofNumber(mount.device());
            if (device.isEmpty() && mount.source().startsWith("/dev/")) {
                device =
                        sysfs.ofNode(
                                host.dev().resolve(mount.source().substring("/dev/".length())));
            }
            // A later mount covers an earlier one.
            found = device.isPresent() ? ofDevice(host, sysfs, device.get()) : Optional.empty();
        }
        return found;
    }

    private static Optional<HostDisk> ofKernelArguments(HostPaths host) throws IOException {
        Path commandLine = host.proc().resolve("cmdline");
        if (!Files.isReadable(commandLine)) {
            return Optional.empty();
        }
        Matcher match = KERNEL_ARGUMENT.matcher(Files.readString(commandLine));
        if (!match.find()) {
            return Optional.empty();
        }
        UUID id = UUID.fromString(match.group(1));
        Sysfs sysfs = new Sysfs(host);
        Path node = host.dev().resolve("disk/by-partuuid").resolve(id.toString());
        Optional<Path> device = Files.exists(node) ? sysfs.ofNode(node) : Optional.empty();
        Optional<SlotName> slot = SlotName.ofId(id);
        return device.flatMap(d -> slot.map(s -> new HostDisk(nodeOf(host, d.getParent()), s)));
    }

    private static Optional<HostDisk> ofDevice(HostPaths host, Sysfs sysfs, Path device)
            throws IOException {
        Optional<Path> partition = sysfs.underneath(device);
        if (partition.isEmpty()) {
            return Optional.empty();
        }
        Path disk = partition.get().getParent();
        return Sysfs.number(partition.get(), "partition")
                .flatMap(number -> SlotName.ofPartition((int) Math.min(number, Integer.MAX_VALUE)))
                .map(slot -> new HostDisk(nodeOf(host, disk), slot));
    }

    private static Path nodeOf(HostPaths host, Path device) {
        return host.dev().resolve(device.getFileName().toString());
    }
}
