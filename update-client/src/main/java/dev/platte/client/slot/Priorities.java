package dev.platte.client.slot;

import dev.platte.client.gpt.BootFlags;
import dev.platte.client.gpt.GptTable;
import dev.platte.client.gpt.Partition;
import java.util.Comparator;
import java.util.List;

/** Boot order among all slots of a disk, as {@code cgpt prioritize} makes it. */
final class Priorities {
    private Priorities() {}

    /**
     * Gives one slot the highest priority. The others keep their order and their ties below it,
     * without gaps; who has priority 0 keeps it. With two slots: 2 and 1, or 1 and 0.
     */
    static GptTable prioritize(GptTable table, int number) {
        List<Partition> slots =
                table.partitions().stream().filter(p -> p.type().equals(SlotName.TYPE)).toList();
        List<Integer> below =
                slots.stream()
                        .filter(p -> p.number() != number)
                        .map(p -> p.flags().priority())
                        .filter(priority -> priority > 0)
                        .distinct()
                        .sorted(Comparator.reverseOrder())
                        .toList();
        int top = Math.min(BootFlags.MAX, below.size() + 1);
        GptTable result = table;
        for (Partition slot : slots) {
            BootFlags flags = slot.flags();
            int rank = below.indexOf(flags.priority());
            int priority =
                    slot.number() == number ? top : rank < 0 ? 0 : Math.max(1, top - 1 - rank);
            result = result.withFlags(slot.number(), flags.withPriority(priority));
        }
        return result;
    }
}
