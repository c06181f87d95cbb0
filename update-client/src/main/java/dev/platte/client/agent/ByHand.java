package dev.platte.client.agent;

import dev.platte.client.agent.State.Release;
import dev.platte.client.backoff.Tries;
import dev.platte.client.config.Settings;
import dev.platte.client.slot.Slot;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.DeltaMemory;
import dev.platte.client.state.Flip;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;

/** What people have done to the slots without a server. */
final class ByHand {
    private final Settings settings;
    private final StateDir directory;
    private final BootMemory memory;
    private final DeltaMemory deltas;
    private final Host host;

    ByHand(Settings settings, StateDir directory, Host host) {
        this.settings = settings;
        this.directory = directory;
        this.memory = new BootMemory(directory);
        this.deltas = new DeltaMemory(directory);
        this.host = host;
    }

    /**
     * Undoes a flip that waits for its reboot. update_engine's reset leaves the partition table as
     * it is, so that the next boot takes the new slot all the same, and reports a fall-back that
     * never was.
     */
    Outcome reset() throws IOException {
        Optional<Flip> flip = memory.flip();
        if (flip.isPresent()) {
            try (Slots slots = host.openDisk(settings)) {
                slots.keepRunning();
            }
            memory.undone(flip.get());
        }
        deltas.forget();
        Tries.forget(directory);
        new Marker(settings).remove();
        return new Outcome.Reset();
    }

    /** Boots the other slot next and from then on; what runs now is not installed again. */
    Outcome rollBack() throws IOException {
        try (Slots slots = host.openDisk(settings)) {
            Slot other = slots.target();
            slots.requireOtherBootable();
            String letter = other.name().name().toLowerCase(Locale.ROOT);
            String version = memory.version(letter);
            memory.rollingBack(
                    new Flip(
                            letter,
                            version,
                            "",
                            settings.host().version(),
                            settings.host().bootId(),
                            false));
            slots.rollBack();
            new Marker(settings).put();
            return new Outcome.RolledBack(
                    new Release(version.isEmpty() ? other.name().label() : version, 0, ""));
        }
    }
}
