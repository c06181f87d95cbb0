package dev.platte.client.gpt;

/**
 * What the bootloader reads from a slot's GPT attributes: bits 48 to 51 priority, 52 to 55 tries
 * left, 56 successful (cgptlib_internal.h, gpt_partition.h of GRUB). Priority 0 never boots.
 *
 * @param priority 0 to 15, the highest bootable one is chosen
 * @param tries 0 to 15, boots left before the slot must have been confirmed
 * @param successful whether the slot was confirmed after a healthy boot
 */
public record BootFlags(int priority, int tries, boolean successful) {
    /** The highest value of priority and of tries. */
    public static final int MAX = 15;

    /** Never boots: what a slot carries while it is written. */
    public static final BootFlags UNBOOTABLE = new BootFlags(0, 0, false);

    private static final int PRIORITY_SHIFT = 48;
    private static final int TRIES_SHIFT = 52;
    private static final int SUCCESSFUL_SHIFT = 56;
    private static final long MASK = 0x1FFL << PRIORITY_SHIFT;

    public BootFlags {
        if (priority < 0 || priority > MAX) {
            throw new IllegalArgumentException(
                    "priority " + priority + " is not within 0 to " + MAX);
        }
        if (tries < 0 || tries > MAX) {
            throw new IllegalArgumentException("tries " + tries + " is not within 0 to " + MAX);
        }
    }

    static BootFlags of(long attributes) {
        return new BootFlags(
                (int) (attributes >>> PRIORITY_SHIFT) & MAX,
                (int) (attributes >>> TRIES_SHIFT) & MAX,
                ((attributes >>> SUCCESSFUL_SHIFT) & 1) == 1);
    }

    /** The attributes with these flags in them; every other bit is kept. */
    long into(long attributes) {
        return attributes & ~MASK
                | (long) priority << PRIORITY_SHIFT
                | (long) tries << TRIES_SHIFT
                | (successful ? 1L : 0L) << SUCCESSFUL_SHIFT;
    }

    /** Whether gptprio would consider the slot: a priority, and a try left or a confirmation. */
    public boolean bootable() {
        return priority > 0 && (tries > 0 || successful);
    }

    public BootFlags withPriority(int value) {
        return new BootFlags(value, tries, successful);
    }

    @Override
    public String toString() {
        return "priority=" + priority + " tries=" + tries + " successful=" + (successful ? 1 : 0);
    }
}
