package dev.platte.client.slot;

import java.io.IOException;
import java.util.Optional;

/** Whether something else uses a slot's bytes. */
interface Usage {
    /** For disks that nobody else can reach. */
    Usage NONE = slot -> Optional.empty();

    /** Who uses the slot, in words; empty when nobody does. */
    Optional<String> of(Slot slot) throws IOException;
}
