package dev.platte.harness.boot;

import dev.platte.client.slot.SlotName;
import java.util.UUID;

/** How one start of a machine went. */
public sealed interface Boot {
    /**
     * The slot's image was read and its files lie where a client looks.
     *
     * @param version VERSION of the image's os-release
     * @param bootId new at every start
     * @param healthy whether every check in the image's health.d passed
     */
    record Booted(SlotName slot, String version, UUID bootId, boolean healthy) implements Boot {}

    /**
     * The bootloader chose a slot that holds no whole image; a watchdog would start the machine
     * again.
     */
    record Crashed(SlotName slot, String reason) implements Boot {}

    /** The bootloader found nothing to boot. */
    record Stopped(String reason) implements Boot {}
}
