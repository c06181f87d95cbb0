package dev.platte.client.slot;

import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.GptTable;
import dev.platte.client.gpt.Partition;

/**
 * One slot as the partition table shows it.
 *
 * @param partition the number in the table, usually 3 or 4
 * @param offset bytes from the start of the disk
 * @param size bytes
 * @param running whether this host runs from it
 */
public record Slot(
        SlotName name, int partition, long offset, long size, BootFlags flags, boolean running) {

    /**
     * The slot of that name.
     *
     * @throws SlotException when there is none, or what has its PARTUUID is no slot
     */
    static Slot in(GptTable table, SlotName name, boolean running) throws SlotException {
        Partition found =
                table.withId(name.id())
                        .orElseThrow(
                                () ->
                                        new SlotException(
                                                SlotException.Reason.SLOT_MISSING,
                                                "no partition has the PARTUUID %s of %s"
                                                        .formatted(name.id(), name.label())));
        if (!found.type().equals(SlotName.TYPE)) {
            throw new SlotException(
                    SlotException.Reason.WRONG_TYPE,
                    "partition %d (%s) has the type %s, a slot has %s"
                            .formatted(found.number(), name.label(), found.type(), SlotName.TYPE));
        }
        return new Slot(name, found.number(), found.offset(), found.size(), found.flags(), running);
    }
}
