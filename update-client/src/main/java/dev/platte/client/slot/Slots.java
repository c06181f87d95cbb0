package dev.platte.client.slot;

import dev.platte.client.gpt.BlockDevice;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.FileDevice;
import dev.platte.client.gpt.GptDisk;
import dev.platte.client.gpt.GptReading;
import dev.platte.client.gpt.GptTable;
import dev.platte.client.rate.RateLimit;
import dev.platte.payload.apply.AppliedPayload;
import dev.platte.payload.apply.Source;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The two slots of a disk, and what may be done to them. The running slot's content can not be
 * written through this class; the other one's only after it was made unbootable, and it boots again
 * only by {@link #flip}.
 *
 * <p>Every verb that changes flags is one durable change of the partition table and repairs the
 * table first. One object at a time may work on a disk.
 */
public final class Slots implements Closeable {
    private final BlockDevice device;
    private final GptDisk disk;
    private final SlotName running;
    private final Usage usage;
    private @Nullable SlotWriter writer;
    private int generation;

    private Slots(BlockDevice device, SlotName running, Usage usage) {
        this.device = device;
        this.disk = new GptDisk(device);
        this.running = running;
        this.usage = usage;
    }

    /**
     * Opens a block device or a disk image.
     *
     * @param running the slot that this host runs from, or that the image booted last
     * @throws SlotException when there are no two slots on it
     * @throws dev.platte.client.gpt.GptException when it has no usable partition table
     */
    public static Slots open(Path path, SlotName running, HostPaths host) throws IOException {
        return checked(
                new Slots(FileDevice.open(path, host.sys()), running, new HostUsage(path, host)));
    }

    /**
     * Works on a device that nobody else can have in use; closes it when closed, or when this
     * fails.
     */
    public static Slots on(BlockDevice device, SlotName running) throws IOException {
        return checked(new Slots(device, running, Usage.NONE));
    }

    private static Slots checked(Slots slots) throws IOException {
        try {
            slots.all();
            return slots;
        } catch (IOException | RuntimeException e) {
            slots.close();
            throw e;
        }
    }

    /** Both slots, A first, read from the disk now. */
    public List<Slot> all() throws IOException {
        GptTable table = disk.table();
        return List.of(slot(table, SlotName.A), slot(table, SlotName.B));
    }

    /** The slot this host runs from. */
    public Slot running() throws IOException {
        return slot(disk.table(), running);
    }

    /** The slot to write. */
    public Slot target() throws IOException {
        return slot(disk.table(), running.other());
    }

    /**
     * The slot that the bootloader starts next, as its {@code gptprio.next} chooses: of those that
     * were confirmed or have tries left the highest priority above 0, the first of equals. Where it
     * finds none, the one that runs.
     */
    public Slot next() throws IOException {
        List<Slot> slots = all();
        return slots.stream()
                .filter(slot -> slot.flags().successful() || slot.flags().tries() > 0)
                .filter(slot -> slot.flags().priority() > 0)
                .max(Comparator.comparingInt(slot -> slot.flags().priority()))
                .orElse(slots.get(running.ordinal()));
    }

    /** What the slot that runs holds, for a delta to start from. */
    public Source runningContent() throws IOException {
        Slot slot = running();
        return new RunningSlot(device, slot.offset(), slot.size());
    }

    /**
     * Makes the target unbootable, durably, and then gives the only way to write to it.
     *
     * @param imageSize bytes that are going to be written
     * @throws SlotException when the target is in use or too small, or the running slot is not
     *     confirmed
     */
    public SlotWriter openTarget(long imageSize) throws IOException {
        Slot target = target();
        requireConfirmed();
        if (imageSize > target.size()) {
            throw new SlotException(
                    SlotException.Reason.TOO_SMALL,
                    "%s (partition %d) has %d bytes, the image %d"
                            .formatted(
                                    target.name().label(),
                                    target.partition(),
                                    target.size(),
                                    imageSize));
        }
        usage.requireNone(target);
        disk.change(table -> table.withFlags(target.partition(), BootFlags.UNBOOTABLE));
        revoke();
        SlotWriter opened = new SlotWriter(device, target.offset(), target.size());
        writer = opened;
        return opened;
    }

    /**
     * Closes the target to its writer and compares what the medium holds with what the signed
     * manifest says. Only who applied a verified payload can ask.
     *
     * @param limit how fast
     * @throws IOException the medium cannot be read
     * @throws InterruptedException the process was told to end
     */
    public ReadBack readBack(AppliedPayload applied, RateLimit limit)
            throws IOException, InterruptedException {
        return VerifiedImage.readBack(this, VerifiedImage.Expected.of(applied), limit);
    }

    /**
     * Where the kernel finds a verified image, to look into it before it boots; empty for a disk
     * that the kernel does not know.
     *
     * @throws SlotException when the slot was written after it had been verified
     */
    public Optional<SlotPlace> place(VerifiedImage image) throws IOException {
        requireFresh(image);
        return usage.place(target());
    }

    /**
     * Boots the verified image next: highest priority, one try, not successful (update_engine's
     * postinst: {@code cgpt add -S0 -T1}, {@code cgpt prioritize}). The last step on the disk.
     *
     * @throws SlotException when the slot was written after it had been verified
     */
    public void flip(VerifiedImage image) throws IOException {
        requireFresh(image);
        requireConfirmed();
        Slot target = target();
        disk.change(
                table ->
                        Priorities.prioritize(
                                table.withFlags(target.partition(), new BootFlags(0, 1, false)),
                                target.partition()));
    }

    /**
     * After a healthy boot: the running slot is successful, needs no tries and boots first
     * (coreos-setgoodroot).
     */
    public void confirm() throws IOException {
        Slot slot = running();
        int priority = slot.flags().priority();
        disk.change(
                table ->
                        Priorities.prioritize(
                                table.withFlags(slot.partition(), new BootFlags(priority, 0, true)),
                                slot.partition()));
    }

    /**
     * After an unhealthy boot: the running slot never boots again, so that the next boot takes the
     * other one.
     *
     * @throws SlotException when the other slot would not boot
     */
    public void markBad() throws IOException {
        requireOtherBootable();
        Slot slot = running();
        disk.change(table -> table.withFlags(slot.partition(), BootFlags.UNBOOTABLE));
    }

    /**
     * An operator's wish: boot the other slot next and from then on. It must have been confirmed
     * earlier.
     *
     * @throws SlotException when the other slot is not confirmed or has no priority
     */
    public void rollBack() throws IOException {
        requireOtherBootable();
        Slot other = target();
        disk.change(table -> Priorities.prioritize(table, other.partition()));
    }

    /**
     * An operator's wish: the running slot boots next after all. A slot that was only flipped does
     * not boot any more; one that was confirmed earlier stays as good as it was.
     */
    public void keepRunning() throws IOException {
        requireConfirmed();
        Slot other = target();
        int kept = running().partition();
        disk.change(
                table ->
                        other.flags().successful()
                                ? Priorities.prioritize(table, kept)
                                : table.withFlags(other.partition(), BootFlags.UNBOOTABLE));
    }

    /** Makes both copies of the partition table whole; true when there was something to do. */
    public boolean repair() throws IOException {
        boolean needed = !(disk.read() instanceof GptReading.Sound);
        disk.repair();
        return needed;
    }

    /** Ends writing; what was verified after this stays as it is. */
    int seal() {
        revoke();
        return generation;
    }

    BlockDevice device() {
        return device;
    }

    private void revoke() {
        SlotWriter open = writer;
        if (open != null) {
            open.revoke();
        }
        writer = null;
        generation++;
    }

    private void requireFresh(VerifiedImage image) throws SlotException {
        if (!image.isOf(this, generation)) {
            throw new SlotException(
                    SlotException.Reason.STALE_PROOF,
                    "the image was not verified on this disk as it is now; verify it again");
        }
    }

    private void requireConfirmed() throws IOException {
        Slot slot = running();
        if (!slot.flags().successful() || slot.flags().priority() == 0) {
            throw new SlotException(
                    SlotException.Reason.NOT_CONFIRMED,
                    "the running slot %s is not confirmed (%s): confirm it before the other slot is given up"
                            .formatted(slot.name().label(), slot.flags()));
        }
    }

    /**
     * Checks that there is a way back.
     *
     * @throws SlotException when the other slot is not confirmed or has no priority
     */
    public void requireOtherBootable() throws IOException {
        Slot other = target();
        if (!other.flags().successful() || other.flags().priority() == 0) {
            throw new SlotException(
                    SlotException.Reason.OTHER_NOT_BOOTABLE,
                    "%s is not a confirmed slot (%s): there is nothing to go back to"
                            .formatted(other.name().label(), other.flags()));
        }
    }

    private Slot slot(GptTable table, SlotName name) throws SlotException {
        return Slot.in(table, name, name == running);
    }

    @Override
    public void close() throws IOException {
        revoke();
        device.close();
    }
}
