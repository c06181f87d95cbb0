package dev.platte.client.confirm;

import static java.util.Objects.requireNonNull;

import dev.platte.client.slot.SlotName;
import dev.platte.client.state.Flip;
import java.util.List;

/** What became of the last flip, as far as this boot can tell. */
public sealed interface Verdict {
    /** The checks passed, and the slot boots first from now on. */
    record Confirmed(SlotName slot, List<CheckResult> checks) implements Verdict {
        public Confirmed {
            requireNonNull(slot, "slot");
            checks = List.copyOf(checks);
        }
    }

    /** The slot had been confirmed before, and nothing pends. */
    record WasConfirmed(SlotName slot) implements Verdict {}

    /**
     * A check failed.
     *
     * @param gone the slot was taken from the bootloader, so that the next boot takes the other
     *     one; false when there is no other one to boot, and the slot was left as it was
     */
    record Unhealthy(SlotName slot, List<CheckResult> checks, boolean gone) implements Verdict {
        public Unhealthy {
            requireNonNull(slot, "slot");
            checks = List.copyOf(checks);
        }
    }

    /** The bootloader came back to this slot; the release is remembered as bad. */
    record FellBack(SlotName slot, Flip flip) implements Verdict {}

    /** The new slot waits for a reboot. */
    record NotBootedYet(Flip flip) implements Verdict {}

    /** The power went before the flip reached the disk; the old slot runs as before. */
    record NeverFlipped(SlotName slot) implements Verdict {}

    /** Nothing pends, and there is no disk to look at. */
    record NoDisk(String why) implements Verdict {}
}
