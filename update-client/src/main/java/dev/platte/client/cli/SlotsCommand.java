package dev.platte.client.cli;

import dev.platte.client.config.Settings;
import dev.platte.client.slot.Slot;
import dev.platte.client.slot.Slots;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "slots",
        mixinStandardHelpOptions = true,
        description = "Prints both slots as the bootloader sees them.")
final class SlotsCommand implements Callable<Integer> {
    private static final String ROW = "%-5s  %-9s  %-36s  %8s  %5s  %-10s  %-12s  %s%n";

    @ParentCommand private UpdateClient parent;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Settings settings = parent.host().settings();
        PrintWriter out = spec.commandLine().getOut();
        try (Slots slots = parent.host().openDisk(settings)) {
            out.printf(
                    ROW,
                    "SLOT",
                    "PARTITION",
                    "PARTUUID",
                    "PRIORITY",
                    "TRIES",
                    "SUCCESSFUL",
                    "VERSION",
                    "MARKS");
            List<Slot> all = slots.all();
            for (Slot slot : all) {
                out.printf(
                        ROW,
                        slot.name().label(),
                        slot.partition(),
                        slot.name().id(),
                        slot.flags().priority(),
                        slot.flags().tries(),
                        slot.flags().successful() ? "yes" : "no",
                        SlotVersion.of(slot, settings).orElse("-"),
                        marks(slot, all));
            }
            out.flush();
        }
        return UpdateClient.DONE;
    }

    /** The bootloader takes the highest priority among those with tries left or success. */
    private static String marks(Slot slot, List<Slot> all) {
        boolean next =
                all.stream()
                        .filter(SlotsCommand::boots)
                        .max(
                                Comparator.comparingInt((Slot s) -> s.flags().priority())
                                        .thenComparing(s -> -s.partition()))
                        .filter(slot::equals)
                        .isPresent();
        String running = slot.running() ? "running" : "";
        String boots = next ? "next to boot" : boots(slot) ? "" : "does not boot";
        return running.isEmpty() || boots.isEmpty() ? running + boots : running + ", " + boots;
    }

    private static boolean boots(Slot slot) {
        return slot.flags().priority() > 0
                && (slot.flags().successful() || slot.flags().tries() > 0);
    }
}
