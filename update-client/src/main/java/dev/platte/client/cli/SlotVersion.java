package dev.platte.client.cli;

import dev.platte.client.config.Settings;
import dev.platte.client.slot.Slot;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Locale;
import java.util.Optional;

/**
 * What a slot holds: the running image tells its own; the other one is known if we installed it.
 */
final class SlotVersion {
    private SlotVersion() {}

    static Optional<String> of(Slot slot, Settings settings) throws IOException {
        if (slot.running()) {
            return Optional.of(settings.host().version());
        }
        if (!Files.isDirectory(settings.places().state())) {
            return Optional.empty();
        }
        String known =
                new BootMemory(new StateDir(settings.places().state()))
                        .version(slot.name().name().toLowerCase(Locale.ROOT));
        return Optional.of(known).filter(version -> !version.isEmpty());
    }
}
