package dev.platte.client.confirm;

import dev.platte.client.config.Settings;
import dev.platte.client.confirm.Verdict.Next;
import dev.platte.client.gpt.BootFlags;
import dev.platte.client.script.ScriptResult;
import dev.platte.client.script.Scripts;
import dev.platte.client.slot.Slot;
import dev.platte.client.slot.SlotException;
import dev.platte.client.slot.Slots;
import dev.platte.client.state.BootCount;
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
    private final BootCount boots;

    /** Changes nothing yet. */
    public Confirmation(Settings settings, StateDir state) {
        this.settings = settings;
        this.memory = new BootMemory(state);
        this.boots = new BootCount(state);
    }

    /** What can be told without trying or changing anything. */
    public Verdict look(Slots slots) throws IOException {
        Slot running = slots.running();
        Optional<Flip> flip = memory.flip();
        if (flip.isPresent() && !isOf(flip.get(), running)) {
            return onOldSlot(running, slots.target().flags(), flip.get());
        }
        if (flip.isPresent() && flip.get().condemned()) {
            return new Verdict.Unhealthy(
                    running.name(),
                    List.of(),
                    "it was found so before",
                    running.flags().priority() == 0 ? Next.REBOOT : Next.NOWHERE_TO_GO);
        }
        return flip.isEmpty() && running.flags().successful()
                ? new Verdict.WasConfirmed(running.name())
                : new Verdict.Unconfirmed(running.name());
    }

    /**
     * Settles the flip.
     *
     * @throws SlotException the state and the disk contradict each other; nothing was changed
     */
    public Verdict run(Slots slots) throws IOException, InterruptedException {
        Verdict verdict = look(slots);
        return verdict instanceof Verdict.Unconfirmed ? tried(slots) : settled(slots, verdict);
    }

    /**
     * Settles the flip where something else found the boot to have failed.
     *
     * @param why in words
     */
    public Verdict failed(Slots slots, String why) throws IOException {
        Verdict verdict = look(slots);
        return verdict instanceof Verdict.Unconfirmed
                ? unhealthy(slots, List.of(), why)
                : settled(slots, verdict);
    }

    /** Runs the health checks as they would be run after a boot, and draws no conclusion. */
    public List<ScriptResult> check(Slots slots) throws IOException, InterruptedException {
        return new Scripts(
                        settings.places().health(),
                        settings.trial().checkTimeout(),
                        Map.of(
                                "PLATTE_ROOT", settings.places().root().toString(),
                                "PLATTE_SLOT", letter(slots.running()),
                                "PLATTE_VERSION", settings.host().version(),
                                "PLATTE_PREVIOUS_VERSION",
                                        memory.flip().map(Flip::fromVersion).orElse("")))
                .run();
    }

    private Verdict tried(Slots slots) throws IOException, InterruptedException {
        Slot running = slots.running();
        Optional<Flip> flip = memory.flip();
        List<ScriptResult> results = check(slots);
        if (results.stream().anyMatch(ScriptResult::isFailure)) {
            return unhealthy(slots, results, "a health check failed");
        }
        slots.confirm();
        if (flip.isPresent()) {
            note(() -> memory.confirmed(flip.get()));
        }
        note(boots::healthy);
        return new Verdict.Confirmed(running.name(), results);
    }

    private Verdict unhealthy(Slots slots, List<ScriptResult> results, String why)
            throws IOException {
        // First what must not be forgotten, then what makes the next boot another one.
        Optional<Flip> flip = memory.flip();
        if (flip.isPresent()) {
            note(() -> memory.condemned(flip.get()));
        }
        Next next = next(markBad(slots));
        return new Verdict.Unhealthy(slots.running().name(), results, why, next);
    }

    private Next next(boolean gone) {
        long[] count = {1};
        note(() -> count[0] = boots.unhealthy(settings.host().bootId()));
        if (!gone) {
            return Next.NOWHERE_TO_GO;
        }
        return count[0] > settings.trial().bootLimit() ? Next.ENOUGH_BOOTS : Next.REBOOT;
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

    /** Does what belongs to a verdict that needs no trial. */
    private Verdict settled(Slots slots, Verdict verdict) throws IOException {
        switch (verdict) {
            case Verdict.NeverFlipped _ -> note(memory::neverFlipped);
            case Verdict.WasConfirmed _ -> {
                if (memory.flip().isPresent()) {
                    note(memory::neverFlipped);
                }
                note(boots::healthy);
            }
            case Verdict.FellBack(var _, Flip flip) -> {
                note(() -> memory.fellBack(flip));
                slots.confirm();
                note(boots::healthy);
            }
            case Verdict.Unhealthy(var slot, var checks, String why, Next next) -> {
                // A bootloader that starts a condemned slot again would do so for ever.
                return new Verdict.Unhealthy(slot, checks, why, next(next == Next.REBOOT));
            }
            case Verdict.NotBootedYet _,
                    Verdict.Confirmed _,
                    Verdict.Unconfirmed _,
                    Verdict.NoDisk _ -> {}
        }
        return verdict;
    }

    /** Something to remember. */
    @FunctionalInterface
    private interface Note {
        void write() throws IOException;
    }

    /**
     * A state directory that cannot be written keeps no host on a bad slot, and none from being
     * confirmed: the partition table says enough to come to the same verdict again, and nothing is
     * installed meanwhile.
     */
    private static void note(Note note) {
        try {
            note.write();
        } catch (IOException e) {
            LOG.log(
                    Level.ERROR,
                    "what became of the last update cannot be kept, and is found out again with the next start: {0}",
                    e.getMessage());
        }
    }

    private Verdict onOldSlot(Slot running, BootFlags flags, Flip flip) {
        if (!flip.condemned() && flags.priority() == 0) {
            return new Verdict.NeverFlipped(running.name());
        }
        if (isSameBoot(flip)) {
            return new Verdict.NotBootedYet(flip);
        }
        if (!flip.condemned() && flags.successful()) {
            // Confirmed once, and this slot chosen since by hand.
            return new Verdict.WasConfirmed(running.name());
        }
        if (!flip.condemned() && flags.tries() > 0) {
            // Started past the bootloader's choice, by its menu: the next boot tries the new slot.
            return new Verdict.NotBootedYet(flip);
        }
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
