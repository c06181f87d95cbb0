package dev.platte.client.install;

import dev.platte.client.slot.Slots;
import dev.platte.client.state.BootMemory;
import java.io.IOException;

/** Half a flip may boot: what is called a failure is taken back, as far as the disk allows. */
final class Undoing {
    private Undoing() {}

    /**
     * Makes the running slot the next to boot again.
     *
     * @return nothing, or words about what is left of it
     */
    static String flip(Slots slots, BootMemory memory) {
        try {
            slots.keepRunning();
            memory.neverFlipped();
            return "";
        } catch (IOException e) {
            return "; it cannot be taken back (%s), and the new release may boot all the same"
                    .formatted(e.getMessage());
        }
    }
}
