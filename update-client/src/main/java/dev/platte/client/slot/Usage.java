package dev.platte.client.slot;

import java.io.IOException;
import java.util.Optional;

/** Whether something else uses a slot's bytes. */
interface Usage {
    /** For disks that nobody else can reach. */
    Usage NONE = slot -> Optional.empty();

    /** Where the kernel finds the slot; empty for disks that it does not know. */
    default Optional<SlotPlace> place(Slot slot) throws IOException {
        return Optional.empty();
    }

    /** Who uses the slot, in words; empty when nobody does. */
    Optional<String> of(Slot slot) throws IOException;

    /** Refuses a slot that somebody uses. */
    default void requireNone(Slot slot) throws IOException {
        Optional<String> user = of(slot);
        if (user.isPresent()) {
            throw new SlotException(
                    SlotException.Reason.TARGET_IN_USE,
                    "%s (partition %d) is in use: %s"
                            .formatted(slot.name().label(), slot.partition(), user.get()));
        }
    }
}
