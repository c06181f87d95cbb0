package dev.platte.client.cli;

import dev.platte.client.config.ConfigException;
import dev.platte.client.config.Settings;
import dev.platte.client.dbus.Surroundings;
import dev.platte.client.slot.Slot;
import dev.platte.client.slot.Slots;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What the bus shows of the host that the options name; without a usable disk, no slots. */
record BusView(HostOptions options) implements Supplier<Surroundings> {
    private static final Logger LOG = System.getLogger(BusView.class.getName());

    @Override
    public Surroundings get() {
        try {
            Settings settings = options.settings();
            return new Surroundings(
                    settings.host().version(),
                    settings.service().group(),
                    settings.service().server().map(Object::toString).orElse(""),
                    slots(settings));
        } catch (ConfigException | IOException e) {
            LOG.log(Level.DEBUG, "the bus shows nothing of this host: {0}", e.getMessage());
            return new Surroundings("", "", "", List.of());
        }
    }

    private List<Surroundings.SlotLine> slots(Settings settings) {
        List<Surroundings.SlotLine> lines = new ArrayList<>();
        try (Slots slots = options.openDisk(settings)) {
            for (Slot slot : slots.all()) {
                lines.add(
                        new Surroundings.SlotLine(
                                slot.name().label(),
                                SlotVersion.of(slot, settings).orElse(""),
                                slot.flags().priority(),
                                slot.flags().tries(),
                                slot.flags().successful(),
                                slot.running()));
            }
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the bus shows no slots: {0}", e.getMessage());
        }
        return lines;
    }
}
