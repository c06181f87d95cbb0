package dev.platte.client.confirm;

import dev.platte.client.config.Settings;
import dev.platte.client.slot.Slot;
import dev.platte.client.slot.SlotException;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.BootMemory;
import dev.platte.client.state.Flip;
import dev.platte.client.state.StateDir;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Settles the last flip after a boot: on the new slot the health checks decide, on the old one the
 * partition table tells what happened. update_engine confirms 45 seconds after its start, whatever
 * works by then, and remembers nothing of a fall-back.
 */
public final class Confirmation {
    private static final Logger LOG = System.getLogger(Confirmation.class.getName());

    private final Settings settings;
    private final BootMemory memory;

    /** Changes nothing yet. */
    public Confirmation(Settings settings, StateDir state) {
        this.settings = settings;
        this.memory = new BootMemory(state);
    }

    /**
     * Settles the flip.
     *
     * @throws SlotException the state and the disk contradict each other; nothing was changed
     */
    public Verdict run(Slots slots) throws IOException, InterruptedException {
        Optional<Flip> flip = memory.flip();
        Slot running = slots.running();
        if (flip.isPresent() && !isOf(flip.get(), running)) {
            return onOldSlot(slots, flip.get());
        }
        if (flip.isPresent() && flip.get().condemned()) {
            return new Verdict.Unhealthy(
                    running.name(), List.of(), running.flags().priority() == 0);
        }
        if (flip.isEmpty() && running.flags().successful()) {
            return new Verdict.WasConfirmed(running.name());
        }
        return onNewSlot(slots, flip);
    }

    private Verdict onNewSlot(Slots slots, Optional<Flip> flip)
            throws IOException, InterruptedException {
        Slot running = slots.running();
        List<CheckResult> results =
                new HealthChecks(
                                settings.places().health(),
                                settings.healthTimeout(),
                                Map.of(
                                        "PLATTE_ROOT", settings.places().root().toString(),
                                        "PLATTE_SLOT", letter(running),
                                        "PLATTE_VERSION", settings.host().version()))
                        .run();
        if (results.stream().allMatch(CheckResult::passed)) {
            slots.confirm();
            if (flip.isPresent()) {
                memory.confirmed(flip.get());
            }
            return new Verdict.Confirmed(running.name(), results);
        }
        // First what must not be forgotten, then what makes the next boot another one.
        if (flip.isPresent()) {
            memory.condemned(flip.get());
        }
        return new Verdict.Unhealthy(running.name(), results, markBad(slots));
    }

    private static boolean markBad(Slots slots) throws IOException {
        try {
            slots.markBad();
            return true;
        } catch (SlotException e) {
            LOG.log(Level.ERROR, "the slot stays as it is: {0}", e.getMessage());
            return false;
        }
    }

    private Verdict onOldSlot(Slots slots, Flip flip) throws IOException {
        Slot running = slots.running();
        var flags = slots.target().flags();
        if (!flip.condemned() && flags.priority() == 0) {
            memory.neverFlipped();
            return new Verdict.NeverFlipped(running.name());
        }
        if (isSameBoot(flip)) {
            return new Verdict.NotBootedYet(flip);
        }
        if (!flip.condemned() && flags.successful()) {
            // Confirmed once, and this slot chosen since by hand.
            memory.neverFlipped();
            return new Verdict.WasConfirmed(running.name());
        }
        if (!flip.condemned() && flags.tries() > 0) {
            // Started past the bootloader's choice, by its menu: the next boot tries the new slot.
            return new Verdict.NotBootedYet(flip);
        }
        memory.fellBack(flip);
        slots.confirm();
        return new Verdict.FellBack(running.name(), flip);
    }

    private boolean isSameBoot(Flip flip) {
        return !flip.bootId().isEmpty() && flip.bootId().equals(settings.host().bootId());
    }

    private static boolean isOf(Flip flip, Slot slot) {
        return flip.slot().equals(letter(slot));
    }

    private static String letter(Slot slot) {
        return slot.name().name().toLowerCase(Locale.ROOT);
    }
}
