package dev.platte.client.slot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Finds mounts, device mapper targets and mounted loop devices on a slot. */
final class HostUsage implements Usage {
    private final Path disk;
    private final HostPaths host;
    private final Sysfs sysfs;

    HostUsage(Path disk, HostPaths host) {
        this.disk = disk;
        this.host = host;
        this.sysfs = new Sysfs(host);
    }

    @Override
    public Optional<String> of(Slot slot) throws IOException {
        List<Mount> mounts = Mount.read(host.proc());
        Optional<Path> partition = partition(slot);
        if (partition.isPresent()) {
            Optional<String> user = userOf(partition.get(), mounts);
            if (user.isPresent()) {
                return user;
            }
        }
        return loopUser(slot, partition, mounts);
    }

    private Optional<Path> partition(Slot slot) throws IOException {
        if (!disk.toRealPath().startsWith(host.dev())) {
            // An image, whatever its name is.
            return Optional.empty();
        }
        Optional<Path> device = sysfs.ofNode(disk);
        if (device.isEmpty()) {
            return Optional.empty();
        }
        for (Path partition : sysfs.partitions(device.get())) {
            if (Sysfs.number(partition, "partition").equals(Optional.of((long) slot.partition()))) {
                return Optional.of(partition);
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<SlotPlace> place(Slot slot) throws IOException {
        Optional<Path> node =
                partition(slot).map(device -> host.dev().resolve(device.getFileName()));
        return Optional.of(new SlotPlace(disk, node, slot.offset(), slot.size()));
    }

    private Optional<String> userOf(Path device, List<Mount> mounts) throws IOException {
        List<Path> holders = sysfs.holders(device);
        if (!holders.isEmpty()) {
            return Optional.of(
                    "%s is held by %s"
                            .formatted(device.getFileName(), holders.getFirst().getFileName()));
        }
        String number = Sysfs.text(device, "dev").orElse("");
        for (Mount mount : mounts) {
            if (mount.device().equals(number) || names(mount, device)) {
                return Optional.of(
                        "%s is mounted at %s".formatted(device.getFileName(), mount.point()));
            }
        }
        return Optional.empty();
    }

    private boolean names(Mount mount, Path device) throws IOException {
        return mount.source().startsWith("/dev/")
                && sysfs.ofNode(host.dev().resolve(mount.source().substring("/dev/".length())))
                        .equals(Optional.of(device));
    }

    private Optional<String> loopUser(Slot slot, Optional<Path> partition, List<Mount> mounts)
            throws IOException {
        for (Path loop : sysfs.loops()) {
            if (!covers(loop, slot, partition)) {
                continue;
            }
            Optional<String> user = userOf(loop, mounts);
            for (Path part : sysfs.partitions(loop)) {
                boolean other =
                        !Sysfs.number(part, "partition")
                                .equals(Optional.of((long) slot.partition()));
                user = user.isPresent() || other ? user : userOf(part, mounts);
            }
            if (user.isPresent()) {
                return user;
            }
        }
        return Optional.empty();
    }

    /** Whether a loop device shows any byte of the slot, by way of the disk or of its partition. */
    private boolean covers(Path loop, Slot slot, Optional<Path> partition) throws IOException {
        Path backing = Path.of(Sysfs.text(loop, "loop/backing_file").orElse(""));
        if (partition.isPresent()
                && backing.equals(host.dev().resolve(partition.get().getFileName()))) {
            return true;
        }
        if (!backing.equals(disk.toRealPath())) {
            return false;
        }
        long start = Sysfs.number(loop, "loop/offset").orElse(0L);
        long limit = Sysfs.number(loop, "loop/sizelimit").orElse(0L);
        long end = limit == 0 ? Long.MAX_VALUE : start + limit;
        return start < slot.offset() + slot.size() && end > slot.offset();
    }
}
