package dev.platte.client.dbus;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** What runs on this host, and whom it asks. */
public record Surroundings(String version, String group, String server, List<SlotLine> slots) {
    public Surroundings {
        requireNonNull(version, "version");
        requireNonNull(group, "group");
        requireNonNull(server, "server");
        slots = List.copyOf(slots);
    }

    /**
     * One slot as the bootloader sees it.
     *
     * @param name {@code USR-A} or {@code USR-B}
     * @param version empty when it is not known
     */
    public record SlotLine(
            String name,
            String version,
            int priority,
            int tries,
            boolean successful,
            boolean running) {
        public SlotLine {
            requireNonNull(name, "name");
            requireNonNull(version, "version");
        }
    }
}
