package dev.platte.client.gpt;

/** What the two copies of a disk's partition table say together. */
public sealed interface GptReading {
    /** Both copies are valid, in their places, and say the same. */
    record Sound(GptTable table) implements GptReading {}

    /**
     * The table can be used, and {@link GptDisk#repair()} makes the other copy whole: one copy is
     * damaged; or both are valid and differ, then the primary counts as for GRUB and the kernel; or
     * the disk has grown, then the backup is not at its end.
     *
     * @param fault which copy failed which check
     */
    record Repairable(GptTable table, String fault) implements GptReading {}

    /** There is a GPT, but neither copy is valid. */
    record Damaged(String reason) implements GptReading {}

    /** The disk is not partitioned with GPT. */
    record Absent(String reason) implements GptReading {}
}
