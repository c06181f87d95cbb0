package dev.platte.client.slot;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The two slots of the CoreOS disk layout, told apart by the PARTUUIDs that GRUB's configuration
 * also compares.
 */
public enum SlotName {
    A(3, "7130c94a-213a-4e5a-8e26-6cce9662f132"),
    B(4, "e03dd35c-7c2d-4a47-b3fe-27f15780a57c");

    /**
     * The partition type GUID of both (coreos-rootfs, flatcar-rootfs); the bootloader looks at no
     * other.
     */
    public static final UUID TYPE = UUID.fromString("5dfbf5f4-2848-4bac-aa5e-0d9a20b745a6");

    private final int partition;
    private final UUID id;

    SlotName(int partition, String id) {
        this.partition = partition;
        this.id = UUID.fromString(id);
    }

    /** Reads "a" or "b", in either case. */
    public static Optional<SlotName> parse(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "a" -> Optional.of(A);
            case "b" -> Optional.of(B);
            default -> Optional.empty();
        };
    }

    static Optional<SlotName> ofPartition(int number) {
        return number == A.partition
                ? Optional.of(A)
                : number == B.partition ? Optional.of(B) : Optional.empty();
    }

    static Optional<SlotName> ofId(UUID id) {
        return id.equals(A.id)
                ? Optional.of(A)
                : id.equals(B.id) ? Optional.of(B) : Optional.empty();
    }

    /** The unique GUID of the slot's partition. */
    public UUID id() {
        return id;
    }

    public SlotName other() {
        return this == A ? B : A;
    }

    /** The partition's name in the layout: USR-A or USR-B. */
    public String label() {
        return "USR-" + name();
    }
}
